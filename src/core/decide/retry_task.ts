import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import { Refusal } from '../refusal.ts';
import type { TaskSlice } from '../slices.ts';
import { heldBy } from '../task/takeover.ts';
import { taskMachine } from '../task/task_state.ts';
import { taskStanding } from '../text/task_standing.ts';
import { bringBack } from './bring_back.ts';
import { inTheWay } from './in_the_way.ts';
import { moveTask } from './move_task.ts';
import { refuseRemoved } from './refuse_removed.ts';

/**
 * A person sends an ended task back to work with its failures forgotten, and what it has used. Tasks that were skipped or canceled only
 * because of it wait for it again, and a run that had ended goes on. Needs all dependents in the slice.
 */
export function retryTask(slice: TaskSlice, input: { readonly by: string }, around: Surroundings): Decision<null> {
  const { task, run, openDependencies } = slice;
  refuseRemoved(task);
  const holder = heldBy(task);
  if (holder !== null) {
    const give = `\`/planwright return ${task.key}\` gives it back.`;
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` is in the hands of ${holder}. ${give}`);
  }
  const move = openDependencies.length === 0 && task.kind !== 'issue' ? 'retry' : 'reopen';
  if (!taskMachine.allows(task.state, move)) {
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` ${taskStanding(task.state)}; only a task that failed or was quarantined, skipped or canceled can be retried.`,
    );
  }
  const keys = inTheWay(slice);
  if (keys !== null) {
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` waits for ${keys}, which did not succeed. Retry ${keys} instead.`,
    );
  }
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'retry_requested', by: input.by } });
  moveTask(builder, task, move, {
    reason: null,
    failures: {},
    passedOver: [],
    cancel: null,
    dueAt: null,
    endedAt: null,
    ...(task.approval === 'after' ? { approval: null } : {}),
  });
  builder.change({ kind: 'renew_budget', task: task.id });
  bringBack(builder, slice, around);
  return builder.result(null);
}
