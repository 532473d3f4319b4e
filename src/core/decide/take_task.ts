import { attemptIsLive } from '../attempt/attempt_state.ts';
import { taskBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { Refusal } from '../refusal.ts';
import type { TaskSlice } from '../slices.ts';
import { heldBy, type Taken, type Takeover } from '../task/takeover.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { taskStanding } from '../text/task_standing.ts';
import { bringBack } from './bring_back.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { inTheWay } from './in_the_way.ts';
import { leaveToPerson, leftOf } from './leave_to_person.ts';
import { moveTask } from './move_task.ts';
import { orderAttempt } from './order_cancel.ts';
import { refuseRemoved } from './refuse_removed.ts';
import { withdrawFromBlocked } from './withdraw_questions.ts';

/**
 * A person takes a task into their own hands. An attempt at work is told to end, gracefully; then, else at once, the task is blocked
 * without anything asked, its branch is left with all that was done, and what waits for it waits on. One that had ended badly comes
 * back for it. Taking it once more changes nothing. Needs all dependents in the slice.
 */
export function takeTask(slice: TaskSlice, { by }: { readonly by: string }, around: Surroundings): Decision<Taken> {
  const { task, run, attempt } = slice;
  const isEnding = task.state === 'running' && attempt !== null && attemptIsLive(attempt.state);
  const taken = { branch: taskBranch(run.branchPrefix, task.key), isEnding };
  if (heldBy(task) === by) return nothing(taken);
  refuseRemoved(task);
  const why = whyNot(slice);
  if (why !== null) throw new Refusal('not_allowed_in_state', why);
  const takeover: Takeover = { kind: 'held', by, at: around.now, from: null };
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'task_taken', by } });
  if (isEnding) {
    builder.change(requireNotCanceled(slice));
    builder.change({
      kind: 'set_task',
      task: task.id,
      in: 'running',
      atAttempt: task.attempts,
      held: false,
      set: { takeover },
    });
    orderAttempt(builder, attempt, 'graceful', 'taken');
    return builder.result(taken);
  }
  withdrawFromBlocked(builder, task, `${by} took the task.`);
  builder.change({ kind: 'release_locks', task: task.id });
  const approval = task.approval === 'after' ? null : task.approval;
  const set = { takeover, approval, reason: null, dueAt: null } as const;
  if (task.state === 'blocked') {
    builder.change({ kind: 'set_task', task: task.id, in: 'blocked', atAttempt: task.attempts, held: false, set });
  } else if (taskHasEnded(task.state)) {
    moveTask(builder, task, 'take', { ...set, failures: {}, passedOver: [], cancel: null, endedAt: null });
    builder.change({ kind: 'renew_budget', task: task.id });
    bringBack(builder, slice, around);
  } else moveTask(builder, task, 'take', set);
  if (!taskHasEnded(task.state)) builder.change(requireNotCanceled(slice));
  leaveToPerson(builder, slice, leftOf(slice), around);
  return builder.result(taken);
}

/** null: nothing is in the way. */
function whyNot({ task, run, openDependencies }: TaskSlice): string | null {
  if (task.kind === 'verification')
    return 'The verification of the whole is nothing to take; push what it needs to the integration branch.';
  if (task.kind === 'issue') return `\`${task.key}\` waits for an issue; there is nothing to take.`;
  const holder = heldBy(task);
  if (holder !== null) {
    return `\`${task.key}\` is in the hands of ${holder}. \`/planwright return ${task.key}\` gives it back first.`;
  }
  if (task.state === 'succeeded') return `\`${task.key}\` ${taskStanding(task.state)}; there is nothing to take.`;
  if (run.baseCommit === null) return 'The run has not begun yet, so that there is no branch to leave to you.';
  const keys = inTheWay({ openDependencies });
  if (taskHasEnded(task.state) && keys !== null) {
    return `\`${task.key}\` waits for ${keys}, which did not succeed. Take or skip ${keys} first.`;
  }
  if (!taskHasEnded(task.state) && cancelReason({ task, run }) !== null) {
    return `\`${task.key}\` is being canceled; take it once it has ended.`;
  }
  return null;
}
