import { attemptIsLive } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { SavedCommit } from '../failure_note.ts';
import type { AttemptRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice } from '../slices.ts';
import { heldBy } from '../task/takeover.ts';
import { leaveToPerson } from './leave_to_person.ts';
import { loseAttempt } from './lose_attempt.ts';

/**
 * A runner has saved what an attempt had done that made no report, or none that named it. One that is not known to have ended
 * is lost with it; one that was given up before keeps it, replaced or not. Repeating it changes nothing.
 */
export function noteSalvaged(
  slice: AttemptSlice,
  input: SavedCommit & { readonly runner: string; readonly boot: string },
  around: Surroundings,
): Decision<null> {
  const { attempt } = slice;
  if (attempt.runner !== input.runner) {
    throw new Refusal('attempt_not_current', 'This attempt belongs to another runner.');
  }
  checkSalvaged(attempt, input);
  const kept = { commit: input.commit, ref: input.ref };
  if (attemptIsLive(attempt.state)) {
    const because = attempt.boot === input.boot ? 'It ended without a report.' : 'The runner was restarted.';
    const lost = loseAttempt(slice, { expired: false, because, kept }, around);
    // It is there, and the first to whom the task is handed, since it holds its conversation.
    return { ...lost, changes: [...lost.changes, { kind: 'see_runner', runner: input.runner, at: around.now }] };
  }
  const { id, state, failure, outcome } = attempt;
  const isKnown = failure === null || (outcome?.commit ?? failure.kept?.commit ?? null) !== null;
  if (isKnown) return nothing(null);
  const builder = new DecisionBuilder();
  builder.change({ kind: 'move_attempt', attempt: id, from: state, to: state, set: { failure: { ...failure, kept } } });
  // It waits for what the runner had not told when it was taken.
  const { task } = slice;
  const isLeft = task.state === 'blocked' && heldBy(task) !== null && attempt.number === task.attempts;
  if (isLeft) leaveToPerson(builder, slice, kept.commit, around);
  return builder.result(null);
}

function checkSalvaged({ number, base, request }: AttemptRecord, { commit, ref }: SavedCommit): void {
  const complain = (what: string): never => {
    throw new Refusal('impossible_report', `What was saved of attempt ${number} cannot be true: ${what}.`);
  };
  if (base === null) complain('the attempt never started');
  if (request.work.kind === 'verification') complain('a verification never commits');
  // The attempt's own ref, or beside it where that held another commit already.
  const beside = `${request.attemptRef}-salvage-`;
  const isBeside = ref.startsWith(beside) && commit.startsWith(ref.slice(beside.length));
  if (ref !== request.attemptRef && !isBeside) complain(`its ref is not ${ref}`);
}
