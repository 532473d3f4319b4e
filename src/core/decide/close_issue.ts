import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { TaskRecord } from '../records.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { isRemoved } from '../task/open_to_edits.ts';
import { taskEndedBadly, taskHasEnded, taskMachine } from '../task/task_state.ts';
import { awaitsApproval } from './ask_to_merge.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { closeDependencies, relyOnPlan, succeedResting } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { noticed, noticedInVain } from './notice.ts';
import { releaseDependents } from './release_dependents.ts';
import { reviveRun } from './revive_run.ts';

/**
 * The issue of a task, by its number, and who closed it; null: that is not known, and it is closed now. `of`: whether it is the task's
 * own, or that of a group around it.
 */
export type ClosedIssue = { readonly issue: number; readonly by: string | null; readonly of: 'task' | 'group' };

/**
 * Whether a task goes on though the issue was closed: what is at work or verified is worth more than the word. A group is no word about
 * a task of it that somebody has begun.
 */
export function goesOnThoughClosed(task: TaskRecord, { of }: Pick<ClosedIssue, 'of'>): boolean {
  if (task.state === 'running' || task.state === 'in_review' || awaitsApproval(task)) return true;
  return of === 'group' && (task.attempts > 0 || task.takeover !== null);
}

/**
 * The issue that a task is, or waits for, was closed: the task is done, and whoever waited for it goes on, also what was skipped only because of
 * it. Needs all dependents in the slice.
 */
export function closeIssue(slice: TaskSlice, closed: ClosedIssue, around: Surroundings): Decision<null> {
  const { task, run } = slice;
  if (task.state === 'succeeded' || task.cancel !== null || run.cancel !== null || runHasEnded(run.state))
    return nothing(null);
  // What an edit took out is in nobody's way, and comes back only by another.
  if (isRemoved(task)) return nothing(null);
  const goesOnAnyway = goesOnThoughClosed(task, closed);
  if (goesOnAnyway && taskHasEnded(task.state)) return nothing(null);
  const builder = new DecisionBuilder();
  const by = closed.by === null ? '' : ` by ${closed.by}`;
  if (goesOnAnyway) {
    const goesOn = `#${closed.issue} was closed${by}. What was begun of \`${task.key}\` goes on; \`/planwright cancel ${task.key}\` ends it.`;
    return builder.event(noticedInVain(run, goesOn, task)).result(null);
  }
  const counts = task.kind === 'issue' ? 'what waited for it goes on' : `\`${task.key}\` counts as done`;
  builder.event(noticed(run, `#${closed.issue} was closed${by}: ${counts}.`, task));
  const input = taskMachine.allows(task.state, 'tick') ? 'tick' : 'merged';
  if (taskHasEnded(task.state)) {
    moveTask(builder, task, input, { reason: null, endedAt: around.now, cancel: null, dueAt: null });
    const runState = releaseDependents(builder, slice) > 0 ? reviveRun(builder, run, around) : run.state;
    builder.change({ kind: 'require_not_canceled', run: run.id, in: runState, task: task.id });
  } else {
    succeedResting(builder, task, input, around.now);
    closeDependencies(builder, slice);
  }
  return builder.result(null);
}

/**
 * The issue was opened again: what waits for it waits again, and a task that was done by nothing but its closing is to be done. Only while
 * nothing that waited for it was begun: then it is too late.
 */
export function reopenIssue(slice: TaskSlice, opened: ClosedIssue): Decision<null> {
  const { task, run, dependents, openDependencies: before } = slice;
  const direct = dependents.filter((dependent) => dependent.direct);
  const rests = direct.every(({ state, attempts }) => attempts === 0 && (state === 'pending' || state === 'ready'));
  const isItsOwn = task.state === 'succeeded' && task.attempts === 0 && task.mergeCommit === null;
  if (!isItsOwn || !rests || run.cancel !== null || runHasEnded(run.state)) return nothing(null);
  // What it waits for itself did not succeed, so it could only be skipped.
  if (run.state === 'in_review' || before.some(({ state }) => taskEndedBadly(state))) return nothing(null);
  const builder = new DecisionBuilder();
  const by = opened.by === null ? '' : ` by ${opened.by}`;
  builder.event(noticed(run, `#${opened.issue} was opened again${by}: \`${task.key}\` is not done.`, task));
  relyOnPlan(builder, run);
  builder.change(requireNotCanceled(slice), {
    kind: 'require_tasks',
    tasks: direct.map(({ id, state, attempts }) => ({ id, state, attempts })),
  });
  builder.change({ kind: 'require_dependencies', tasks: [task.id], are: before.length > 0 ? 'open' : 'met' });
  moveTask(builder, task, 'outdated', { endedAt: null });
  if (task.kind === 'issue' || before.length > 0) moveTask(builder, { ...task, state: 'ready' }, 'reopen');
  builder.change({ kind: 'count_open_tasks', run: run.id, by: 1 });
  for (const { id, satisfied } of direct) {
    if (satisfied) builder.change({ kind: 'reopen_dependency', run: run.id, task: id, dependsOn: task.id });
  }
  return builder.result(null);
}
