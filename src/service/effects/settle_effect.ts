import { answerBegin } from '../../core/decide/answer_begin.ts';
import { answerMerge, type SentMerge } from '../../core/decide/answer_merge.ts';
import { answerOffer } from '../../core/decide/answer_offer.ts';
import { answerDiff, answerProposal } from '../../core/decide/answer_proposal.ts';
import { answerPublish } from '../../core/decide/answer_publish.ts';
import { answerRerun } from '../../core/decide/answer_rerun.ts';
import { answerRestore } from '../../core/decide/answer_restore.ts';
import { answerShown } from '../../core/decide/answer_shown.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { NewEffect } from '../../core/effects/new_effect.ts';
import { showQuestions, showRun } from '../../core/run/run_effects.ts';
import type { Shown } from '../../core/shown.ts';
import type { TaskSlice } from '../../core/slices.ts';
import { taskHasEnded } from '../../core/task/task_state.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { isGreen } from '../observations/note_check.ts';
import type { SliceReader } from '../ports/store.ts';
import { nextQuestion } from './question_request.ts';

/** Commits what came of an effect, together with its row in the outbox. */
export async function settleEffect(deps: ServiceDependencies, sent: SentMerge, shown: readonly Shown[]): Promise<null> {
  const isGreen = await isPublishedGreen(deps, sent);
  return commit(deps, `answer_${sent.effect.effect.kind}`, async (read) => {
    const decision = await decideAnswer(deps, read, { ...sent, isGreen });
    const remembered = shown.map((each) => ({ kind: 'remember_shown', shown: each }) as const);
    const effects = [...decision.effects, ...(await furtherShowings(deps, sent))];
    return { ...decision, changes: [...decision.changes, ...remembered], effects };
  });
}

type Answered = SentMerge & { readonly isGreen: boolean };

/**
 * What is to be shown after this: what a run asks is brought up to date one place at a time, and looked at whenever the run is shown; a
 * new comment is linked by the status.
 */
async function furtherShowings(
  deps: ServiceDependencies,
  { effect: { effect, run }, answer }: SentMerge,
): Promise<readonly NewEffect[]> {
  if (run === null || answer.kind !== 'done') return [];
  const { id, issue } = (await deps.store.read.runById(run)) ?? { id: run, issue: null };
  if (issue === null) return [];
  if (effect.kind === 'show_questions') return [showQuestions(id, deps.newId()), showRun(id, deps.newId())];
  if (effect.kind !== 'show_run') return [];
  const next = await nextQuestion(deps.store, { id }, deps.clock.now());
  return next === null ? [] : [showQuestions(id, deps.newId())];
}

async function decideAnswer(deps: ServiceDependencies, read: SliceReader, sent: Answered): Promise<Decision<null>> {
  const { effect, run } = sent.effect;
  // Settled already: an earlier commit of this very answer landed although nobody heard of it.
  if ((await read.effectSlice(sent.effect.id)) === null) return nothing(null);
  switch (effect.kind) {
    case 'publish_task': {
      const slice = await read.taskSlice(effect.task, sent.answer.kind === 'refused' ? 'all' : 'direct');
      const known = { findings: await read.findingsOf(effect.task), isGreen: sent.isGreen };
      return slice === null ? nothing(null) : answerPublish(slice, sent, surroundings(deps), known);
    }
    case 'merge_task': {
      const slice = await mergeSlice(read, effect.task, sent.answer.kind === 'merged');
      return slice === null ? nothing(null) : answerMerge(slice, sent, surroundings(deps));
    }
    case 'rerun_check': {
      const [slice, findings] = await Promise.all([
        read.taskSlice(effect.task, 'direct'),
        read.findingsOf(effect.task),
      ]);
      return slice === null ? nothing(null) : answerRerun(slice, sent, findings, surroundings(deps));
    }
    case 'begin_run':
    case 'begin_planning':
    case 'offer_run':
    case 'restore_integration': {
      const slice = run === null ? null : await read.runSlice(run);
      if (slice === null) return nothing(null);
      if (effect.kind === 'offer_run') return answerOffer(slice, sent, surroundings(deps));
      if (effect.kind === 'restore_integration') return answerRestore(slice, sent, surroundings(deps));
      return answerBegin(slice, { ...sent, sequence: nextSequence(slice.run.branchPrefix) }, surroundings(deps));
    }
    case 'show_proposal':
      return answerProposal(sent, surroundings(deps));
    case 'show_diff':
      return answerDiff(sent, surroundings(deps));
    case 'check_task':
    case 'delete_branch':
    case 'retarget_pull':
    case 'answer_thread':
    case 'show_run':
    case 'close_run':
    case 'show_plan':
    case 'show_questions':
    case 'remind':
    case 'reply':
    case 'react':
      return answerShown(sent, surroundings(deps));
    default:
      return effect satisfies never;
  }
}

/** Whether the checks that the plan names have passed on work that was just published: nobody tells of it a second time. */
async function isPublishedGreen(
  { github, store }: ServiceDependencies,
  { effect, answer }: SentMerge,
): Promise<boolean> {
  if (effect.effect.kind !== 'publish_task' || answer.kind !== 'published' || github === null) return false;
  const slice = await store.read.taskSlice(effect.effect.task, 'direct');
  return slice !== null && (await isGreen({ ...github, repository: slice.repository }, slice.task));
}

/** A merge reaches the direct dependents, unless its task had ended: then also who ended because of it. */
async function mergeSlice(read: SliceReader, task: string, merged: boolean): Promise<TaskSlice | null> {
  const slice = await read.taskSlice(task, merged ? 'direct' : 'all');
  return merged && slice !== null && taskHasEnded(slice.task.state) ? await read.taskSlice(task, 'all') : slice;
}

/** The number that follows the one a taken prefix ends in: `planwright/x` → 2, `planwright/x.2` → 3. */
function nextSequence(prefix: string): number {
  const found = /\.(\d+)$/.exec(prefix);
  return found === null ? 2 : Number(found[1]) + 1;
}
