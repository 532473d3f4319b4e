import { INTERRUPTIONS, interruptionBy } from '../attempt/order_reason.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { Failure } from '../failure_note.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import { decideRetry } from '../retry/decide_retry.ts';
import {
  countedFailures,
  countsAgainstRetries,
  DEFAULT_RETRIES,
  FAILURE_POLICIES,
  type FailureCounts,
} from '../retry/failure_policy.ts';
import type { TaskSlice } from '../slices.ts';
import { pushedMeanwhile, verifiesPushed } from '../task/pushed_commits.ts';
import { taskMachine } from '../task/task_state.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import { moveTask, type TaskFields } from './move_task.ts';
import { passOver } from './pass_over.ts';

/**
 * What becomes of a running task whose attempt has failed: another attempt by the table of failure classes, or its end;
 * answers which. Needs all dependents in the slice, since its end skips them.
 */
export function settleFailure(
  builder: DecisionBuilder,
  slice: TaskSlice,
  failure: Failure,
  around: Surroundings,
): 'mend' | 'given_up' | 'canceled' {
  const { task } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return 'canceled';
  }
  const failures = countFailure(task.failures, failure);
  const retries = task.spec.settings.retries ?? DEFAULT_RETRIES;
  const decision = decideRetry(failure, failures, retries, around.random());
  if (decision.kind === 'retry') {
    tryAgain(builder, slice, { failures, ...toBeMended(slice, failure) }, decision.delayMs, around.now);
    return 'mend';
  }
  const other = passOver(slice, failure, failures);
  if (other !== null) {
    tryAgain(builder, slice, { ...other, ...toBeMended(slice, failure) }, 0, around.now);
    return 'mend';
  }
  builder.change({ kind: 'set_task', task: task.id, in: 'running', atAttempt: task.attempts, set: { failures } });
  const end = ENDS[FAILURE_POLICIES[failure.class].end];
  endTaskBadly(builder, slice, end, giveUpReason(failures, decision.because, failure), around.now);
  return 'given_up';
}

/** Another attempt follows, at once where there is nothing to wait for. */
function tryAgain(builder: DecisionBuilder, slice: TaskSlice, set: TaskFields, delayMs: number, now: number): void {
  const { task } = slice;
  const dueAt = delayMs === 0 ? null : now + delayMs;
  builder.change({ kind: 'release_locks', task: task.id }, requireNotCanceled(slice));
  moveTask(builder, task, 'await_retry', { ...set, dueAt }, { delayMs });
  if (delayMs === 0) moveTask(builder, { ...task, state: taskMachine.next('running', 'await_retry') }, 'retry_due');
}

const ENDS = { failed: 'fail', quarantined: 'quarantine' } as const;

/**
 * What people pushed did not pass, so that an agent goes on from there. Passing trouble says nothing about it, and what
 * was pushed meanwhile is verified first.
 */
function toBeMended({ task, attempt }: TaskSlice, failure: Failure): Partial<Pick<TaskRecord, 'commit' | 'pushed'>> {
  if (attempt === null || task.kind !== 'agent' || !verifiesPushed(attempt, task)) return {};
  if (pushedMeanwhile(attempt, task) !== null || attempt.base === null) return {};
  if (!countsAgainstRetries(failure.class)) return {};
  return { commit: attempt.base, pushed: attempt.base };
}

/** Why an attempt ended that was told to end for its run's pause or budget, or for who took its task, while nobody wants its task to end; null: otherwise. */
export function interruptedBy(slice: TaskSlice, failure: Failure): Failure | null {
  const { attempt } = slice;
  if (failure.class !== 'canceled' || cancelReason(slice) !== null) return null;
  const interruption = interruptionBy(attempt?.cancel ?? null);
  return interruption === null ? null : { class: interruption, message: INTERRUPTIONS[interruption] };
}

/** Whether the task comes back as if it had not been handed out: it has not failed, and nobody wants it to end. */
export function returnsUncounted(slice: TaskSlice, failure: Failure): boolean {
  return Object.hasOwn(INTERRUPTIONS, failure.class) && cancelReason(slice) === null;
}

/** The task comes back as if it had not been handed out, except that an agent goes on from what it had done. */
export function handBack(builder: DecisionBuilder, slice: TaskSlice): void {
  builder.change({ kind: 'release_locks', task: slice.task.id }, requireNotCanceled(slice));
  moveTask(builder, slice.task, 'give_back');
}

/** The failures of a task with one more. */
export function countFailure(failures: FailureCounts, failure: Failure): FailureCounts {
  return { ...failures, [failure.class]: (failures[failure.class] ?? 0) + 1 };
}

/** Tells of the failures that were counted against the bound which is reached, and the last of them. */
function giveUpReason(
  failures: FailureCounts,
  because: 'never_retried' | 'retries_used_up',
  { class: name, message }: Failure,
): Reason {
  const counted = countsAgainstRetries(name) ? countedFailures(failures) : (failures[name] ?? 0);
  const failed = because === 'never_retried' || counted === 1 ? 'Failed' : `Failed ${counted} times`;
  return { code: because, class: name, message: `${failed}: ${message}` };
}
