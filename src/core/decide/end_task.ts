import type { DecisionBuilder } from '../decision.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import type { Dependent, TaskSlice } from '../slices.ts';
import { type TaskInput, type TaskState, taskMachine } from '../task/task_state.ts';
import { moveTask, type TaskFields } from './move_task.ts';
import { skippedFor } from './skipped_for.ts';
import { withdrawFromBlocked } from './withdraw_questions.ts';

type Ending = Pick<TaskSlice, 'task' | 'run' | 'dependents'>;

/** How a task can end without success. A quarantined one has failed, for whoever waited for it. */
type BadEnd = Extract<TaskInput, 'fail' | 'quarantine' | 'cancel' | 'skip'>;

/** A task's work is in: it has succeeded, and whoever waited for it alone becomes ready. */
export function succeedTask(
  builder: DecisionBuilder,
  slice: Ending,
  set: TaskFields,
  from: TaskState,
  now: number,
): void {
  const { task } = slice;
  if (from === 'running') moveTask(builder, { ...task, state: from }, 'attempt_succeeded');
  moveTask(builder, { ...task, state: from === 'running' ? 'in_review' : from }, 'merged', {
    ...set,
    endedAt: now,
    ...IN_NOBODYS_HANDS,
  });
  withdrawFromBlocked(builder, { id: task.id, state: from }, 'Its work is in.');
  builder.change({ kind: 'count_open_tasks', run: task.run, by: -1 });
  closeDependencies(builder, slice);
}

/** A task ends badly: its dependents are skipped with the reason, or go on where the plan tolerates the failure. */
export function endTaskBadly(
  builder: DecisionBuilder,
  slice: Ending,
  input: BadEnd,
  reason: Reason,
  now: number,
): void {
  const { task } = slice;
  const to = markEnded(builder, task, input, reason, now);
  const hasFailed = input === 'fail' || input === 'quarantine';
  if (task.spec.settings.onFailure === 'continue' && hasFailed) closeDependencies(builder, slice);
  else skipDependents(builder, slice, to, now);
}

/**
 * What has ended is in nobody's hands, nor was given back by anybody should it come back. Said whatever the slice shows: somebody
 * may take a blocked task at the moment in which it ends, and it stays blocked by that.
 */
const IN_NOBODYS_HANDS: TaskFields = { takeover: null };

/** Ends one task without success, whatever waits for it: its locks are free and the run counts it off. Answers its state. */
export function markEnded(
  builder: DecisionBuilder,
  task: Pick<TaskRecord, 'id' | 'run' | 'key' | 'state' | 'attempts'> & Partial<Pick<TaskRecord, 'takeover'>>,
  input: BadEnd,
  reason: Reason,
  now: number,
): TaskRecord['state'] {
  moveTask(builder, task, input, { reason, endedAt: now, dueAt: null, ...IN_NOBODYS_HANDS }, { reason });
  withdrawFromBlocked(builder, task, reason.message);
  builder.change({ kind: 'release_locks', task: task.id }, { kind: 'count_open_tasks', run: task.run, by: -1 });
  return taskMachine.next(task.state, input);
}

/** A task that nobody works on is done by what people did: its locks are free and the run counts it off. */
export function succeedResting(
  builder: DecisionBuilder,
  task: TaskRecord,
  input: Extract<TaskInput, 'tick' | 'merged'>,
  now: number,
): void {
  moveTask(builder, task, input, { reason: null, endedAt: now, dueAt: null, ...IN_NOBODYS_HANDS });
  withdrawFromBlocked(builder, task, 'Its issue was closed.');
  builder.change({ kind: 'release_locks', task: task.id }, { kind: 'count_open_tasks', run: task.run, by: -1 });
}

/** Whoever waited for the task waits no more. Lands only while who that is has not changed by an edit of the plan. */
export function closeDependencies(builder: DecisionBuilder, { task, run, dependents }: Ending): void {
  relyOnPlan(builder, run);
  for (const dependent of dependents) {
    if (!dependent.direct || dependent.satisfied) continue;
    builder.change({ kind: 'close_dependency', run: task.run, task: dependent.id, dependsOn: task.id });
  }
}

/** An edit of the plan changes who waits for whom: then this is decided anew. */
export function relyOnPlan(builder: DecisionBuilder, { id, planEdits }: Ending['run']): void {
  builder.change({ kind: 'require_plan', run: id, edits: planEdits });
}

function skipDependents(
  builder: DecisionBuilder,
  { task, run, dependents }: Ending,
  state: TaskState,
  now: number,
): void {
  relyOnPlan(builder, run);
  const skipped = dependents.filter((dependent) => dependent.waits && hasNotBegun(dependent));
  for (const dependent of skipped) {
    markEnded(builder, { ...dependent, run: task.run }, 'skip', skippedFor(task.key, state), now);
  }
  builder.change({ kind: 'require_none_waits_for', tasks: [task.id, ...skipped.map(({ id }) => id)] });
}

/** A task that a person took before it could start has not begun either. */
function hasNotBegun({ state, takeover, openDependencies }: Dependent): boolean {
  return state === 'pending' || (state === 'blocked' && takeover?.kind === 'held' && openDependencies > 0);
}
