import type { Outcome } from '../../protocol/outcome.ts';
import { ORCHESTRATOR } from '../../protocol/questions.ts';
import { attemptIsLive } from '../attempt/attempt_state.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { Failure } from '../failure_note.ts';
import { ANSWER_OUTPUT, PASS_OUTPUT } from '../prompt/answering_parts.ts';
import { chooseAnswer } from '../question/choose_answer.ts';
import { ORCHESTRATOR_ANSWERED } from '../question/orchestrators_part.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice, TaskSlice } from '../slices.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { answerQuestion, isOverdue } from './answer_question.ts';
import { cancelReason } from './cancel_reason.ts';
import { endHiddenTask, succeedHiddenTask } from './end_hidden_task.ts';
import { noticed } from './notice.ts';
import { orderAttempt } from './order_cancel.ts';
import type { QuestionSlice } from './question_slice.ts';

/** Why a hidden task ends that nothing waits for. */
const NOT_NEEDED: Reason = { code: 'not_needed', message: 'The question was settled otherwise.' };

/**
 * What becomes of a question when the orchestrator's attempt at it has ended: its answer counts as a person's would, and is checked like
 * one; whatever else it came to, people are asked now. A question that was settled meanwhile stays as it is.
 *
 * @param asked the question, as long as it is there and this task has it
 */
export function settleAnswering(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  asked: QuestionSlice | null,
  { outcome, failure }: { readonly outcome: Outcome; readonly failure: Failure | null },
  around: Surroundings,
): void {
  const { task } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null || asked === null || !isWanted(asked, around.now)) {
    endHiddenTask(builder, task, 'cancel', canceled ?? NOT_NEEDED, around.now);
    return;
  }
  if (failure !== null) {
    passOn(builder, asked, task.id, `The orchestrator did not answer: ${failure.message}`);
    const reason = { code: 'never_retried', class: failure.class, message: failure.message } as const;
    endHiddenTask(builder, task, 'fail', reason, around.now);
    return;
  }
  const said = decided(asked.question, outcome);
  if (said.kind === 'answer') {
    add(builder, answerQuestion(asked, { text: said.text, by: ORCHESTRATOR }, around));
    builder.event(noticed(asked.run, orchestratorAnswered(asked, said.text)));
  } else passOn(builder, asked, task.id, said.because);
  succeedHiddenTask(builder, task, { outputs: outcome.outputs, summary: outcome.summary }, around.now);
}

/**
 * Ends a hidden task that is no longer wanted, or for which no runner had a place in time; people are asked then, as they are where it
 * ended without saying so. Anything else is left alone.
 */
export function overseeAnswering(slice: TaskSlice, asked: QuestionSlice | null, around: Surroundings): Decision<null> {
  const { task, attempt } = slice;
  const builder = new DecisionBuilder();
  const isAtWork = task.state === 'running';
  if (asked === null || asked.question.state !== 'open') {
    if (task.state === 'ready') endHiddenTask(builder, task, 'cancel', NOT_NEEDED, around.now);
    else if (isAtWork && task.cancel === null && attempt !== null && attemptIsLive(attempt.state)) {
      const { id, state, attempts } = task;
      builder.change({ kind: 'set_task', task: id, in: state, atAttempt: attempts, set: { cancel: 'graceful' } });
      orderAttempt(builder, attempt, 'graceful', NOT_NEEDED.message);
    }
    return builder.result(null);
  }
  if (task.state === 'ready' && (task.dueAt ?? 0) <= around.now) {
    passOn(builder, asked, task.id, 'No runner had a place for the orchestrator.');
    endHiddenTask(builder, task, 'cancel', { code: 'not_needed', message: 'People are asked.' }, around.now);
    return builder.result(null);
  }
  if (!taskHasEnded(task.state)) return nothing(null);
  passOn(builder, asked, task.id, 'The orchestrator did not answer.');
  return builder.result(null);
}

/** For people, beside what they did themselves. */
function orchestratorAnswered({ question, askers }: QuestionSlice, answer: string): string {
  const of = askers.map(({ task }) => `\`${task.key}\``).join(', ');
  return `${ORCHESTRATOR_ANSWERED} Q${question.n} of ${of}: ${answer}`;
}

function isWanted(asked: QuestionSlice, now: number): boolean {
  return asked.question.state === 'open' && !isOverdue(asked, now);
}

type Decided = { readonly kind: 'answer'; readonly text: string } | { readonly kind: 'pass'; readonly because: string };

/** What the orchestrator said. An answer that a person would be refused is none. */
function decided(question: QuestionRecord, { outputs }: Outcome): Decided {
  const answer = outputs[ANSWER_OUTPUT]?.trim() ?? '';
  const passes = outputs[PASS_OUTPUT]?.trim() ?? '';
  if (passes !== '') return { kind: 'pass', because: `The orchestrator passed it on: ${passes}` };
  if (answer === '') return { kind: 'pass', because: 'The orchestrator said nothing.' };
  try {
    return { kind: 'answer', text: chooseAnswer(question, answer) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'pass', because: `The orchestrator gave an answer that is none: ${error.message}` };
  }
}

function passOn(
  builder: DecisionBuilder,
  { question, run, askers: [asker] }: QuestionSlice,
  answering: TaskRecord['id'],
  because: string,
): void {
  builder.change({ kind: 'pass_question_on', question: question.id, answering });
  builder.event({
    run: run.id,
    ...(asker === undefined ? {} : { task: asker.task.key }),
    ...(question.attempt === null ? {} : { attempt: question.attempt }),
    body: { kind: 'question_passed_on', n: question.n, because },
  });
}

function add(builder: DecisionBuilder, { changes, events, effects }: Decision<null>): void {
  builder
    .change(...changes)
    .event(...events)
    .effect(...effects);
}
