import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { type FindingRecord, isPending } from '../finding/finding_record.ts';
import { repositoryPage } from '../report/links.ts';
import { threadAnswer } from '../report/thread_answer.ts';
import { ofTask } from '../run/run_effects.ts';
import type { AttemptSlice } from '../slices.ts';
import { askWhetherToGoOn } from './ask_no_progress.ts';

/** What an attempt that succeeded was told of, what it answered to which thread, and its commit. */
export type Mended = {
  readonly told: readonly FindingRecord[];
  readonly answers: ReadonlyMap<number, string>;
  readonly commit: string | null;
};

/**
 * An attempt that was told of findings has succeeded: its answers are posted in the threads. One that changed nothing, and has
 * nothing to say of it, or was to mend a check, made no progress, so that a person is asked.
 */
export function settleFindings(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  { told, answers, commit }: Mended,
  around: Surroundings,
): void {
  if (madeNoProgress(slice, { told, answers, commit })) {
    askWhetherToGoOn(builder, slice, { findings: told, stuck: 'the last attempt changed nothing' }, around);
    return;
  }
  builder.change({ kind: 'move_findings', findings: told.map(({ id }) => id), from: 'open', to: 'done' });
  answerThreads(builder, slice, { told, answers, commit: isChanged(slice, commit) ? commit : null }, around);
}

/** Whether an attempt that succeeded leaves what it was told of as it was, so that a person is asked. */
export function madeNoProgress(slice: AttemptSlice, { told, answers, commit }: Mended): boolean {
  if (told.length === 0 || isChanged(slice, commit)) return false;
  return answers.size === 0 || told.some(({ content }) => content.kind === 'check');
}

function isChanged({ attempt }: AttemptSlice, commit: string | null): boolean {
  return commit !== null && commit !== attempt.request.startingPoint.continueFrom?.commit;
}

/**
 * What waited while the attempt was at work: a check of a commit that is replaced now counts no more. What a person was asked about
 * is done with where an attempt had been told of it, since another has succeeded meanwhile; else it counts again.
 */
export function settleOthers(
  builder: DecisionBuilder,
  findings: readonly FindingRecord[],
  commit: string | null,
): void {
  for (const { id, state, attempt, content } of findings) {
    if (!isPending({ state })) continue;
    const isReplaced = content.kind === 'check' && attempt === null && commit !== null && content.commit !== commit;
    const asked = state === 'held' && content.kind !== 'check';
    const to = isReplaced ? 'dropped' : state === 'held' && attempt !== null ? 'done' : asked ? 'open' : null;
    if (to !== null) builder.change({ kind: 'move_findings', findings: [id], from: state, to });
  }
}

/** One answer to each thread, once its commit is where people can see it. */
function answerThreads(
  builder: DecisionBuilder,
  { task, repository, attempt }: AttemptSlice,
  { told, answers, commit }: Mended,
  around: Surroundings,
): void {
  const repositoryUrl = repositoryPage(repository);
  const threads = new Map(
    told.flatMap(({ content }) => (content.kind === 'thread' ? [[content.thread, content]] : [])),
  );
  for (const [thread, { pull }] of threads) {
    const said = answers.get(thread) ?? '';
    const text = threadAnswer({ commit, said, repositoryUrl, task: task.key, attempt: attempt.number });
    const effect = { kind: 'answer_thread', pull, thread, of: task.key, attempt: attempt.number, text } as const;
    builder.effect(ofTask(task, effect, around.newId()));
  }
}
