import { attemptIsLive, attemptMachine } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { FailureNote } from '../failure_note.ts';
import type { AttemptSlice } from '../slices.ts';
import { isHidden } from '../task/hidden_task.ts';
import { heldBy } from '../task/takeover.ts';
import { cancelReason } from './cancel_reason.ts';
import { endHiddenTask } from './end_hidden_task.ts';
import { endTaskBadly } from './end_task.ts';
import { handBack, settleFailure } from './fail_attempt.ts';
import { settleTaken } from './leave_to_person.ts';
import { withdrawQuestions } from './withdraw_questions.ts';

/**
 * Gives up a live attempt whose runner is not heard of any more. One that had not started goes back uncounted.
 *
 * @param expired only give it up if its lease is over at `now`; otherwise at once (its runner's process is known dead).
 * @param kept what its runner has saved of it
 */
export function loseAttempt(
  slice: AttemptSlice,
  input: { readonly expired: boolean; readonly because: string; readonly kept?: FailureNote['kept'] },
  around: Surroundings,
): Decision<null> {
  const { attempt, task } = slice;
  if (!attemptIsLive(attempt.state)) return nothing(null);
  if (input.expired && attempt.leaseUntil > around.now) return nothing(null);
  const builder = new DecisionBuilder();
  const failure = { class: 'lost', message: input.because } as const;
  builder.change({
    kind: 'move_attempt',
    attempt: attempt.id,
    from: attempt.state,
    to: attemptMachine.next(attempt.state, 'lose'),
    set: { endedAt: around.now, failure: input.kept === undefined ? failure : { ...failure, kept: input.kept } },
  });
  withdrawQuestions(builder, attempt, `Attempt ${attempt.number} was given up.`);
  const at = { run: attempt.run, task: task.key, attempt: attempt.number };
  if (attempt.state === 'running') {
    builder.event({ ...at, body: { kind: 'attempt_ended', ...failure, commit: input.kept?.commit ?? null } });
    const reason = { code: 'never_retried', class: failure.class, message: failure.message } as const;
    if (heldBy(task) !== null) settleTaken(builder, slice, null, input.kept?.commit ?? null, around);
    else if (isHidden(task.kind)) endHiddenTask(builder, task, 'fail', reason, around.now);
    else settleFailure(builder, slice, failure, around);
    return builder.result(null);
  }
  builder.event({ ...at, body: { kind: 'attempt_given_back', message: input.because } });
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    if (isHidden(task.kind)) endHiddenTask(builder, task, 'cancel', canceled, around.now);
    else endTaskBadly(builder, slice, 'cancel', canceled, around.now);
  } else if (heldBy(task) !== null) {
    settleTaken(builder, slice, null, null, around);
  } else {
    handBack(builder, slice);
  }
  return builder.result(null);
}
