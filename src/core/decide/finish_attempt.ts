import type { AgentSession } from '../../protocol/agent_session.ts';
import type { Outcome } from '../../protocol/outcome.ts';
import type { Price } from '../../protocol/usage.ts';
import { type AttemptInput, attemptIsLive, attemptMachine } from '../attempt/attempt_state.ts';
import { INTERRUPTIONS, interruptionBy } from '../attempt/order_reason.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { Failure } from '../failure_note.ts';
import type { FindingRecord } from '../finding/finding_record.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice } from '../slices.ts';
import { heldBy } from '../task/takeover.ts';
import { cancelReason } from './cancel_reason.ts';
import { checkBudgetStop } from './check_budget_stop.ts';
import { handBack, interruptedBy, returnsUncounted, settleFailure } from './fail_attempt.ts';
import { failureOf } from './failure_of.ts';
import { checkReport } from './impossible_report.ts';
import { settleTaken } from './leave_to_person.ts';
import { savedSession } from './note_session.ts';
import { noteUsage } from './note_usage.ts';
import type { QuestionSlice } from './question_slice.ts';
import { mayRevive, reviveAttempt } from './revive_attempt.ts';
import { settleAnswering } from './settle_answering.ts';
import { settleBlocked } from './settle_blocked.ts';
import { type DraftSlice, settlePlanning } from './settle_planning.ts';
import { showFailedWork } from './show_failed_work.ts';
import { settleSuccess } from './succeed_attempt.ts';
import { withdrawQuestions } from './withdraw_questions.ts';

/**
 * An attempt ends as its runner reports. The same report again is accepted again and changes nothing; a report about an
 * attempt that was given up and replaced is refused. One that was given up but not replaced still counts: its work is
 * done, so that nothing is done twice.
 */
export function finishAttempt(
  slice: AttemptSlice,
  input: {
    readonly runner: string;
    readonly outcome: Outcome;
    readonly session?: AgentSession | undefined;
    /** All of the task; read only for an attempt that is blocked. */
    readonly questions?: readonly QuestionRecord[];
    /** What an orchestrator looks at, as long as it has it; read only for the task that is there for it. */
    readonly asked?: QuestionSlice | null;
    /** The plan that an orchestrator makes; read only for the task that is there for it. */
    readonly drafted?: DraftSlice;
    /** The repository's own; read only where an agent said nothing of money. */
    readonly prices?: readonly Price[];
    /** All of the task; read only for an attempt that succeeded. */
    readonly findings?: readonly FindingRecord[];
  },
  around: Surroundings,
): Decision<{ accepted: true }> {
  const { attempt } = slice;
  if (attempt.runner !== input.runner) throw notCurrent();
  if (attempt.outcome !== null) {
    if (JSON.stringify(attempt.outcome) === JSON.stringify(input.outcome)) return nothing({ accepted: true });
    throw new Refusal('impossible_report', 'This attempt has already ended with another report.');
  }
  const builder = new DecisionBuilder();
  const { questions = [], prices = [] } = input;
  const current = noteUsage(builder, makeCurrent(builder, slice), input.outcome, prices);
  if (input.session !== undefined) builder.change(...savedSession(attempt, input.session, around.now));
  checkReport(current, input.outcome, questions);
  const failure = failureIn(current, input.outcome);
  endAttempt(builder, current, { outcome: input.outcome, failure }, around.now);
  if (heldBy(current.task) !== null) settleTaken(builder, current, input.outcome, null, around);
  else if (failure !== null && returnsUncounted(current, failure)) {
    handBack(builder, current);
    builder.effect(...checkBudgetStop(current, { outcome: input.outcome, failure }, around));
  } else if (current.task.kind === 'answering') {
    settleAnswering(builder, current, input.asked ?? null, { outcome: input.outcome, failure }, around);
  } else if (current.task.kind === 'planning') {
    const drafted = input.drafted ?? { draft: null, waiting: null };
    settlePlanning(builder, current, drafted, { outcome: input.outcome, failure }, around);
  } else if (failure === null) settleSuccess(builder, current, input.outcome, around, input.findings);
  else if (failure.class === 'blocked') settleBlocked(builder, current, questions, around);
  else {
    const next = settleFailure(builder, current, failure, around);
    builder.effect(...showFailedWork(current, { outcome: input.outcome, failure, next }, around));
  }
  return builder.result({ accepted: true });
}

/** The slice with the attempt live: as it is, or revived from having been given up. */
function makeCurrent(builder: DecisionBuilder, slice: AttemptSlice): AttemptSlice {
  if (attemptIsLive(slice.attempt.state)) return slice;
  if (!mayRevive(slice.attempt, slice.task)) throw notCurrent();
  const failures = reviveAttempt(builder, slice.attempt, slice.task, null);
  const task = { ...slice.task, state: 'running', failures } as const;
  return { ...slice, attempt: { ...slice.attempt, state: 'running' }, task };
}

function notCurrent(): Refusal {
  return new Refusal(
    'attempt_not_current',
    'This attempt was given up or belongs to another runner; its report changes nothing.',
  );
}

/**
 * What the attempt failed of; one that ended for the pause or the budget of its run, or for who took its task, has not failed. One that
 * had not heard yet that an answer was overruled has worked with the earlier one: what it made is gone on from.
 */
function failureIn(slice: AttemptSlice, outcome: Outcome): Failure | null {
  const failure = failureOf(outcome);
  if (failure !== null) return interruptedBy(slice, failure) ?? failure;
  const isOverruled = interruptionBy(slice.attempt.cancel) === 'overruled' && cancelReason(slice) === null;
  return isOverruled ? { class: 'overruled', message: INTERRUPTIONS.overruled } : null;
}

function endAttempt(
  builder: DecisionBuilder,
  { attempt, task: { takeover } }: Pick<AttemptSlice, 'attempt' | 'task'>,
  { outcome, failure }: { readonly outcome: Outcome; readonly failure: Failure | null },
  now: number,
): void {
  const ends = failure?.class === 'overruled' ? 'canceled' : outcome.kind;
  const input = (
    {
      succeeded: 'succeed',
      failed: 'fail',
      timed_out: 'time_out',
      canceled: 'cancel',
      blocked: 'ask',
    } as const satisfies Record<Outcome['kind'], AttemptInput>
  )[ends];
  builder.change({
    kind: 'move_attempt',
    attempt: attempt.id,
    from: attempt.state,
    to: attemptMachine.next(attempt.state, input),
    set: { outcome, failure, endedAt: now },
  });
  if (outcome.kind !== 'blocked' || takeover?.kind === 'held')
    withdrawQuestions(builder, attempt, `Attempt ${attempt.number} has ended.`);
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
