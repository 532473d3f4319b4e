import type { Evidence } from '../../protocol/evidence.ts';
import type { Outcome } from '../../protocol/outcome.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice } from '../slices.ts';

/** Throws the refusal `impossible_report` where an outcome contradicts what is known of its attempt. */
export function checkReport(
  { attempt }: Pick<AttemptSlice, 'attempt'>,
  outcome: Outcome,
  questions: readonly QuestionRecord[] = [],
): void {
  const complain = (what: string): never => {
    throw new Refusal('impossible_report', `The report of attempt ${attempt.number} cannot be true: ${what}.`);
  };
  if (outcome.commit !== null && attempt.base === null) complain('it names a commit, but the attempt never started');
  if (outcome.kind === 'blocked' && !questions.some((question) => question.attempt === attempt.number)) {
    complain('it waits for an answer, but has asked nothing');
  }
  if (
    outcome.kind === 'failed' &&
    outcome.class === 'run_budget' &&
    attempt.request.limits.budget?.share === undefined
  ) {
    complain('it says that the budget of its run is used up, and its run has none');
  }
  if (outcome.kind !== 'succeeded') return;
  const { request } = attempt;
  if (attempt.base === null) complain('it succeeded without having started');
  if (request.work.kind === 'verification' && outcome.commit !== null) complain('a verification never commits');
  if (outcome.commit !== null && outcome.commit === attempt.startCommit && !request.startingPoint.continueFrom) {
    complain('its commit is the one it started from');
  }
  const empty = outcome.commit === null && Object.keys(outcome.outputs).length === 0;
  if (empty && !request.allowNoChange && request.work.kind !== 'verification') {
    complain('it succeeded without a change or an output');
  }
  const missing = request.requiredOutputs.filter((name) => !(name in outcome.outputs));
  if (missing.length > 0) complain(`it lacks the outputs ${missing.join(', ')}`);
  if (!outcome.evidence.every(succeeded)) complain('it succeeded with a command that failed');
  const verified = outcome.evidence.filter((evidence) => evidence.step === 'verify').length;
  const expected = request.verify.length + request.verifyByPath.length;
  if (verified < expected) complain(`only ${verified} of ${expected} verifications were run`);
}

function succeeded(evidence: Evidence): boolean {
  if (evidence.end.kind === 'not_needed') return evidence.when !== undefined;
  return evidence.end.kind === 'exited' && evidence.end.exitCode === 0;
}
