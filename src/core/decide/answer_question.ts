import { ORCHESTRATOR } from '../../protocol/questions.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { EventBody } from '../events.ts';
import { quoted } from '../plan/read/problems.ts';
import { chooseAnswer } from '../question/choose_answer.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { questionMachine } from '../question/question_state.ts';
import { Refusal } from '../refusal.ts';
import { questionOutcome } from '../text/question_outcome.ts';
import { toldAnswer } from '../text/told_answer.ts';
import type { GivenAnswer } from './given_answer.ts';
import { ON_ANSWER } from './on_answer.ts';
import { mayBeOverruled, overruleAnswer } from './overrule.ts';
import type { QuestionSlice } from './question_slice.ts';

/**
 * A person answers, in time, or overrules the orchestrator; or the orchestrator answers.
 *
 * @param input `at`: when the answer came, in epoch milliseconds, where that was not just now
 */
export function answerQuestion(
  slice: QuestionSlice,
  input: { readonly text: string; readonly by: string; readonly at?: number },
  around: Surroundings,
): Decision<null> {
  const { question } = slice;
  if (mayBeOverruled(question) && input.by !== ORCHESTRATOR) return overruleAnswer(slice, input, around.now);
  if (question.state !== 'open') throw new Refusal('not_allowed_in_state', howSettled(question));
  if (isOverdue(slice, input.at ?? around.now)) {
    throw new Refusal(
      'not_allowed_in_state',
      howSettled({ ...question, state: 'expired', answer: question.defaultAnswer }),
    );
  }
  const answer = chooseAnswer(question, input.text);
  const { by } = input;
  const told = { kind: 'question_answered', n: question.n, answer: toldAnswer(answer), by } as const;
  return settle(slice, { answer, by }, told, around);
}

/** The deadline of a question has passed: its default counts. One without a default is waited for beyond it. */
export function expireQuestion(slice: QuestionSlice, around: Surroundings): Decision<null> {
  const { question } = slice;
  const { defaultAnswer: answer } = question;
  if (question.state !== 'open' || !isOverdue(slice, around.now) || answer === null) return nothing(null);
  return settle(slice, { answer, by: null }, { kind: 'question_expired', n: question.n, answer }, around);
}

/** Whether its default counts, whoever answers now. Those who ask the same have the same default, and the first of their deadlines counts for all. */
export function isOverdue({ question, askers }: QuestionSlice, now: number): boolean {
  const all = [question, ...askers.map((asker) => asker.question)];
  return all.some(
    ({ deadlineAt, defaultAnswer }) => deadlineAt !== null && deadlineAt <= now && defaultAnswer !== null,
  );
}

/** What became of a question that is not open, for who wants to answer it. */
export function howSettled({ n, state, answer, answeredBy }: QuestionRecord): string {
  return questionOutcome({ name: `Q${n}`, state, answer: quoted(toldAnswer(answer ?? '')), by: answeredBy ?? '' });
}

function settle(slice: QuestionSlice, given: GivenAnswer, told: EventBody, around: Surroundings): Decision<null> {
  const { question, askers } = slice;
  const { answer, by } = given;
  const builder = new DecisionBuilder();
  const to = questionMachine.next(question.state, by === null ? 'expire' : 'answer') as 'answered' | 'expired';
  for (const [{ id, run, attempt }, task] of settledBy(slice)) {
    const about = { ...(task === undefined ? {} : { task }), ...(attempt === null ? {} : { attempt }) };
    builder.event({ run, ...about, body: told });
    builder.change({ kind: 'settle_question', question: id, to, answer, by, at: around.now });
  }
  if (askers.length > 0) builder.change({ kind: 'require_settled', run: question.run, n: question.n });
  ON_ANSWER[question.source](builder, slice, given, around);
  return builder.result(null);
}

/** All that one answer settles, with the keys of the tasks. */
function settledBy({ question, askers }: QuestionSlice): readonly (readonly [QuestionRecord, string | undefined])[] {
  if (askers.length === 0) return [[question, undefined]];
  return askers.map((asker) => [asker.question, asker.task.key] as const);
}
