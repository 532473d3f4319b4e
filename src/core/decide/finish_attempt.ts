import type { Outcome } from '../../protocol/outcome.ts';
import { type AttemptInput, attemptIsLive, attemptMachine } from '../attempt/attempt_state.ts';
import { taskBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../changes.ts';
import type { AttemptRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { integrationLane } from './create_run.ts';
import { endTaskBadly, moveTask, succeedTask } from './end_task.ts';
import { cancelReason, settleFailure } from './fail_attempt.ts';
import { checkReport } from './impossible_report.ts';
import { mayRevive, reviveAttempt } from './revive_attempt.ts';
import type { AttemptSlice, Failure } from './slices.ts';

/**
 * An attempt ends as its runner reports. The same report again is accepted again and changes nothing; a report about an
 * attempt that was given up and replaced is refused. One that was given up but not replaced still counts: its work is
 * done, so that nothing is done twice.
 */
export function finishAttempt(
  slice: AttemptSlice,
  input: { readonly runner: string; readonly outcome: Outcome },
  around: Surroundings,
): Decision<{ accepted: true }> {
  const { attempt } = slice;
  if (attempt.runner !== input.runner) throw notCurrent();
  if (attempt.outcome !== null) {
    if (JSON.stringify(attempt.outcome) === JSON.stringify(input.outcome)) return nothing({ accepted: true });
    throw new Refusal('impossible_report', 'This attempt has already ended with another report.');
  }
  const builder = new DecisionBuilder();
  const current = makeCurrent(builder, slice);
  checkReport(current, input.outcome);
  endAttempt(builder, current.attempt, input.outcome, around.now);
  const failure = failureOf(input.outcome);
  if (failure === null) settleSuccess(builder, current, input.outcome, around);
  else settleFailure(builder, current, failure, around);
  return builder.result({ accepted: true });
}

/** The slice with the attempt live: as it is, or revived from having been given up. */
function makeCurrent(builder: DecisionBuilder, slice: AttemptSlice): AttemptSlice {
  if (attemptIsLive(slice.attempt.state)) return slice;
  if (!mayRevive(slice.attempt, slice.task)) throw notCurrent();
  reviveAttempt(builder, slice.attempt, slice.task, null);
  return { ...slice, attempt: { ...slice.attempt, state: 'running' }, task: { ...slice.task, state: 'running' } };
}

function notCurrent(): Refusal {
  return new Refusal(
    'attempt_not_current',
    'This attempt was given up or belongs to another runner; its report changes nothing.',
  );
}

function endAttempt(builder: DecisionBuilder, attempt: AttemptRecord, outcome: Outcome, now: number): void {
  const input = (
    { succeeded: 'succeed', failed: 'fail', timed_out: 'time_out', canceled: 'cancel' } as const satisfies Record<
      Outcome['kind'],
      AttemptInput
    >
  )[outcome.kind];
  const failure = failureOf(outcome);
  builder.change({
    kind: 'move_attempt',
    attempt: attempt.id,
    from: attempt.state,
    to: attemptMachine.next(attempt.state, input),
    set: { outcome, failure, endedAt: now },
  });
  const { run, number } = attempt;
  const task = attempt.request.task.key;
  builder.event(
    failure === null
      ? {
          run,
          task,
          attempt: number,
          body: { kind: 'attempt_succeeded', commit: outcome.commit, durationMs: outcome.durationMs },
        }
      : { run, task, attempt: number, body: { kind: 'attempt_ended', ...failure, commit: outcome.commit } },
  );
}

/** The class and message of an outcome that is no success. */
export function failureOf(outcome: Outcome): Failure | null {
  switch (outcome.kind) {
    case 'succeeded':
      return null;
    case 'failed':
      return { class: outcome.class, message: outcome.message };
    case 'timed_out':
      return { class: 'timeout', message: outcome.message };
    case 'canceled':
      return { class: 'canceled', message: outcome.message };
    default:
      return outcome satisfies never;
  }
}

function settleSuccess(builder: DecisionBuilder, slice: AttemptSlice, outcome: Outcome, around: Surroundings): void {
  const { task, run } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  builder.change({ kind: 'release_locks', task: task.id });
  const { outputs, summary, commit } = outcome;
  if (commit === null) {
    succeedTask(builder, slice, { outputs, summary }, 'running', around.now);
    return;
  }
  moveTask(builder, task, 'attempt_succeeded', { commit, outputs, summary });
  const lane = integrationLane(run.id);
  const branch = taskBranch(run.branchPrefix, task.key);
  const message = `Merge ${task.key}: ${task.spec.title}`;
  builder.effect(
    { id: around.newId(), run: run.id, lane, effect: { kind: 'publish_task', task: task.id, branch, commit } },
    { id: around.newId(), run: run.id, lane, effect: { kind: 'merge_task', task: task.id, branch, commit, message } },
  );
}
