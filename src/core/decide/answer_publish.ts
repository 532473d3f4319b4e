import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import type { Effect, EffectAnswer } from '../effects/effect.ts';
import type { FindingRecord } from '../finding/finding_record.ts';
import type { Reason } from '../reason.ts';
import type { TaskSlice } from '../slices.ts';
import { code } from '../text/fence.ts';
import { takePushed } from './branch_pushed.ts';
import { effectIsWanted } from './effect_is_wanted.ts';
import { endTaskBadly } from './end_task.ts';
import { mergeUnlessKept } from './merge_unless_kept.ts';
import { seen } from './notice.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';
import { setTask } from './set_task.ts';

type PublishTask = Extract<Effect, { kind: 'publish_task' }>;

/** What decides whether published work is merged at once: what was found in it, and whether the checks that the plan names have passed. */
export type Known = { readonly findings?: readonly FindingRecord[]; readonly isGreen?: boolean };

/**
 * The answer of `publish_task`: what is published is merged, in its turn. Where people have pushed to the branch, their
 * commits are verified first; what the attempt made stays at the attempt's ref.
 */
export function answerPublish(
  slice: TaskSlice,
  sent: Sent,
  around: Surroundings,
  { findings = [], isGreen = false }: Known = {},
): Decision<null> {
  const builder = settled(sent, around.now);
  const { answer } = sent;
  const effect = effectOfKind(sent, 'publish_task');
  if (effect.for === 'person') return answerLeft(builder, slice, effect, answer).result(null);
  switch (answer.kind) {
    case 'published':
      tellPublished(builder, slice, effect, answer.pull);
      if (effectIsWanted(slice, effect)) {
        const known = { ...slice, task: { ...slice.task, pull: answer.pull ?? slice.task.pull } };
        mergeWhenFree(builder, known, { findings, isGreen }, around);
      }
      break;
    case 'pushed_by_others':
      if (effectIsWanted(slice, effect)) {
        takePushed(builder, slice, { commit: answer.head, by: 'somebody' }, around.now);
      }
      break;
    case 'refused':
      if (effectIsWanted(slice, effect)) {
        endTaskBadly(builder, slice, 'fail', { code: 'publish_refused', message: answer.message }, around.now);
      }
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('publish_task', answer.kind);
  }
  return builder.result(null);
}

/** The branch of a task that a person took stands where its work is, or where others have moved it. */
function answerLeft(
  builder: DecisionBuilder,
  slice: TaskSlice,
  effect: PublishTask,
  answer: EffectAnswer,
): DecisionBuilder {
  const { task, run } = slice;
  const { takeover } = task;
  switch (answer.kind) {
    case 'published':
      tellPublished(builder, slice, effect, task.pull);
      break;
    case 'pushed_by_others':
      break;
    case 'refused':
      return builder.event(seen(run, `\`${effect.branch}\` could not be left to you: ${answer.message}`, task));
    case 'superseded':
      return builder;
    default:
      throw unexpectedAnswer('publish_task', answer.kind);
  }
  if (!effectIsWanted(slice, effect) || takeover?.kind !== 'held') return builder;
  const from = answer.kind === 'published' ? effect.commit : answer.head;
  return builder.change(setTask(task, { takeover: { ...takeover, from } }));
}

function tellPublished(
  builder: DecisionBuilder,
  { task, run }: TaskSlice,
  { branch, commit }: PublishTask,
  pull: number | null,
): void {
  const at = { run: run.id, task: task.key };
  builder.event({ ...at, body: { kind: 'task_published', branch, commit } });
  if (pull === null || pull === task.pull) return;
  builder.change(setTask(task, { pull })).event({ ...at, body: { kind: 'pull_opened', pull } });
}

/** Checks may have passed before anybody knew whose commit it is. */
function mergeWhenFree(
  builder: DecisionBuilder,
  slice: TaskSlice,
  { findings, isGreen }: Required<Known>,
  around: Surroundings,
): void {
  const { task } = slice;
  const { checks = [] } = task.spec.settings;
  if (checks.length === 0) {
    mergeUnlessKept(builder, slice, findings, around);
    return;
  }
  const names = checks.map((name) => code(name)).join(', ');
  const waits: Reason = {
    code: 'checks_awaited',
    message: `waits for ${checks.length === 1 ? 'the check' : 'the checks'} ${names}`,
  };
  const set = isGreen ? { checked: task.commit } : { reason: waits };
  builder.change(setTask(task, set));
  if (isGreen) mergeUnlessKept(builder, { ...slice, task: { ...task, checked: task.commit } }, findings, around);
}
