import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import { Refusal } from '../refusal.ts';
import { taskEndedBadly, taskMachine } from '../task/task_state.ts';
import { taskStanding } from '../text/task_standing.ts';
import { moveTask } from './move_task.ts';
import { endedByOthers, reopenDependent, requireAsSeen, toReopen } from './reopen_dependents.ts';
import { reviveRun } from './revive_run.ts';
import type { Dependent, TaskSlice } from './slices.ts';

/**
 * A person sends an ended task back to work with its failures forgotten. Tasks that were skipped or canceled only
 * because of it wait for it again, and a run that had ended goes on. Needs all dependents in the slice.
 */
export function retryTask(slice: TaskSlice, input: { readonly by: string }, around: Surroundings): Decision<null> {
  const { task, run, openDependencies } = slice;
  const move = openDependencies.length === 0 ? 'retry' : 'reopen';
  if (!taskMachine.allows(task.state, move)) {
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` ${taskStanding(task.state)}; only a task that failed, was skipped or was canceled can be retried.`,
    );
  }
  const inTheWay = openDependencies.filter(({ state }) => taskEndedBadly(state)).map(({ key }) => key);
  if (inTheWay.length > 0) {
    const keys = inTheWay.map((key) => `\`${key}\``).join(', ');
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` waits for ${keys}, which did not succeed. Retry ${keys} instead.`,
    );
  }
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'retry_requested', by: input.by } });
  moveTask(builder, task, move, { reason: null, failures: {}, cancel: null, dueAt: null, endedAt: null });
  const reopened = toReopen(slice);
  for (const dependent of reopened) reopenDependent(builder, run.id, dependent);
  const back = [{ id: task.id, openDependencies: openDependencies.length }, ...reopened];
  const stays = slice.dependents.filter((dependent) => endedByOthers(dependent) && !reopened.includes(dependent));
  requireAsSeen(builder, back, stays);
  for (const dependent of slice.dependents) takeBack(builder, slice, dependent, reopened.includes(dependent));
  builder.change({ kind: 'count_open_tasks', run: run.id, by: 1 + reopened.length });
  const runState = reviveRun(builder, run, around);
  builder.change({ kind: 'require_not_canceled', run: run.id, in: runState, task: task.id });
  return builder.result(null);
}

/**
 * What went on in spite of the failure, or because the task was skipped, waits again, unless it has begun. So does what
 * ended meanwhile, in case it comes back.
 */
function takeBack(builder: DecisionBuilder, { task, run }: TaskSlice, dependent: Dependent, cameBack: boolean): void {
  const { direct, satisfied, attempts, state } = dependent;
  const rests = state === 'pending' || state === 'ready' || state === 'skipped' || state === 'canceled';
  if (!direct || !satisfied || attempts > 0 || !rests) return;
  // Writes what stands there: the change lands only if it still has not begun.
  if (!cameBack)
    builder.change({ kind: 'set_task', task: dependent.id, in: state, atAttempt: 0, set: { dueAt: null } });
  builder.change({ kind: 'reopen_dependency', run: run.id, task: dependent.id, dependsOn: task.id });
}
