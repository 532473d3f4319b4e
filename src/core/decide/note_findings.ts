import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { type FindingContent, type FindingRecord, findingKey } from '../finding/finding_record.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { noticed, noticedInVain, seen } from './notice.ts';

/** What somebody found. */
export type Found = {
  readonly contents: readonly FindingContent[];
  readonly state: 'held' | 'open';
  /** After how long an attempt may begin with it, in milliseconds. */
  readonly waitMs: number;
  /** Tells people what was seen, as one sentence; null: nothing has to be told. */
  readonly notice: string | null;
};

/**
 * Keeps what was found in a task's work for a further attempt. While one is at work, and while the run is paused or was given up,
 * it waits; once the run is over for good it comes too late.
 *
 * @param known what was found before: that, told once more, is no news
 */
export function noteFindings(
  { task, run }: TaskSlice,
  known: readonly FindingRecord[],
  found: Found,
  around: Surroundings,
): Decision<null> {
  if (runHasEnded(run.state) && run.state !== 'failed' && run.state !== 'quarantined') return nothing(null);
  const keys = new Set(known.map(({ key }) => key));
  const news = found.contents.filter((content) => !keys.has(findingKey(content)));
  if (news.length === 0) return nothing(null);
  const builder = new DecisionBuilder();
  const isOfCheck = news.every(({ kind }) => kind === 'check');
  if (task.kind !== 'agent') {
    const what = `${found.notice ?? ''} \`${task.key}\` is a command, so no further attempt follows.`.trim();
    return builder.event((isOfCheck ? seen : noticedInVain)(run, what, task)).result(null);
  }
  const dueAt = around.now + found.waitMs;
  const findings = news.map((content): FindingRecord => {
    const own = { id: around.newId(), run: run.id, task: task.id, key: findingKey(content), content };
    return { ...own, state: found.state, dueAt, attempt: null, foundAt: around.now };
  });
  builder.change({ kind: 'add_findings', task: task.id, findings, dueAt });
  if (found.notice !== null) builder.event((isOfCheck ? seen : noticed)(run, found.notice, task));
  return builder.result(null);
}
