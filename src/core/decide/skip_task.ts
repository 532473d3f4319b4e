import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { Reason } from '../reason.ts';
import { Refusal } from '../refusal.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { taskHasEnded, taskMachine } from '../task/task_state.ts';
import { taskStanding } from '../text/task_standing.ts';
import { closeDependencies, markEnded } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { refuseRemoved } from './refuse_removed.ts';
import { releaseDependents } from './release_dependents.ts';
import { reviveRun } from './revive_run.ts';

/**
 * A person decides that a task is not needed: what waits for it goes on as if it had succeeded, also what was skipped or
 * canceled only because of it, and a failed run goes on. Needs all dependents in the slice.
 */
export function skipTask(slice: TaskSlice, input: { readonly by: string }, around: Surroundings): Decision<null> {
  const { task, run } = slice;
  if (task.state === 'skipped' && task.reason?.code === 'skipped_by_person') return nothing(null);
  refuseRemoved(task);
  if (!taskMachine.allows(task.state, 'skip')) throw new Refusal('not_allowed_in_state', whyNot(slice));
  if (run.state === 'canceled') {
    throw new Refusal('not_allowed_in_state', 'The run was canceled; retry a task to take it up again.');
  }
  const builder = new DecisionBuilder();
  const reason: Reason = { code: 'skipped_by_person', message: `Skipped by ${input.by}.` };
  builder.event({ run: run.id, task: task.key, body: { kind: 'skip_requested', by: input.by } });
  let reopened = 0;
  if (taskHasEnded(task.state)) {
    moveTask(builder, task, 'skip', { reason, cancel: null, dueAt: null }, { reason });
    reopened = releaseDependents(builder, slice);
  } else {
    markEnded(builder, task, 'skip', reason, around.now);
    closeDependencies(builder, slice);
  }
  const revives = reopened > 0 || run.cancel !== null || runHasEnded(run.state);
  const runState = revives ? reviveRun(builder, run, around) : run.state;
  builder.change({ kind: 'require_not_canceled', run: run.id, in: runState, task: task.id });
  return builder.result(null);
}

function whyNot({ task }: TaskSlice): string {
  switch (task.state) {
    case 'running':
      return `\`${task.key}\` is at work; cancel it first.`;
    case 'in_review':
      return `\`${task.key}\` is done and about to be merged; close its pull request, or cancel it.`;
    case 'skipped':
      return `\`${task.key}\` was skipped already: ${task.reason?.message ?? ''} Skip or retry that one instead.`;
    default:
      return `\`${task.key}\` ${taskStanding(task.state)}; there is nothing to skip.`;
  }
}
