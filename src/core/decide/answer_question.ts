import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import { chooseAnswer } from '../question/choose_answer.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { questionMachine } from '../question/question_state.ts';
import { Refusal } from '../refusal.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { moveTask } from './move_task.ts';
import type { QuestionSlice } from './question_slice.ts';

/** A person answers, in time. The task goes on when nothing else that it asks is open; an attempt that still waits hears of it by its runner. */
export function answerQuestion(
  slice: QuestionSlice,
  input: { readonly text: string; readonly by: string },
  now: number,
): Decision<null> {
  const { question, run, task } = slice;
  if (question.state !== 'open') throw new Refusal('not_allowed_in_state', howSettled(question));
  if (isOverdue(question, now)) {
    throw new Refusal(
      'not_allowed_in_state',
      howSettled({ ...question, state: 'expired', answer: question.defaultAnswer }),
    );
  }
  const answer = chooseAnswer(question, input.text);
  const builder = new DecisionBuilder();
  builder.event({
    run: run.id,
    task: task.key,
    attempt: question.attempt,
    body: { kind: 'question_answered', n: question.n, answer, by: input.by },
  });
  settle(builder, slice, { input: 'answer', answer, by: input.by }, now);
  return builder.result(null);
}

/** The deadline of a question has passed: its default counts. One without a default is waited for beyond it. */
export function expireQuestion(slice: QuestionSlice, now: number): Decision<null> {
  const { question, run, task } = slice;
  const { defaultAnswer: answer } = question;
  if (question.state !== 'open' || !isOverdue(question, now) || answer === null) return nothing(null);
  const builder = new DecisionBuilder();
  builder.event({
    run: run.id,
    task: task.key,
    attempt: question.attempt,
    body: { kind: 'question_expired', n: question.n, answer },
  });
  settle(builder, slice, { input: 'expire', answer, by: null }, now);
  return builder.result(null);
}

function isOverdue({ deadlineAt, defaultAnswer }: QuestionRecord, now: number): boolean {
  return deadlineAt !== null && deadlineAt <= now && defaultAnswer !== null;
}

/** What became of a question that is not open, for who wants to answer it. */
export function howSettled({ n, state, answer, answeredBy }: QuestionRecord): string {
  switch (state) {
    case 'answered':
      return `Q${n} was answered by ${answeredBy}: ${answer}`;
    case 'expired':
      return `Nobody answered Q${n} by its deadline, so that its default counts: ${answer}`;
    case 'withdrawn':
      return `Q${n} was withdrawn: nobody waits for the answer any more.`;
    case 'open':
      return `Q${n} waits for an answer.`;
    default:
      return state satisfies never;
  }
}

function settle(
  builder: DecisionBuilder,
  slice: QuestionSlice,
  how: { readonly input: 'answer' | 'expire'; readonly answer: string; readonly by: string | null },
  now: number,
): void {
  const { question, task, asksMore } = slice;
  const { input, answer, by } = how;
  const to = questionMachine.next(question.state, input) as 'answered' | 'expired';
  builder.change({ kind: 'settle_question', question: question.id, to, answer, by, at: now });
  if (task.state === 'blocked' && !asksMore) {
    builder.change({ kind: 'require_questions', task: task.id, open: 'none' }, requireNotCanceled(slice));
    moveTask(builder, task, 'answered');
    return;
  }
  if (task.state === 'blocked') builder.change({ kind: 'require_questions', task: task.id, open: 'some' });
  // Lands only while the task stands so: were it blocked meanwhile, the answer would have to let it go on.
  builder.change({ kind: 'set_task', task: task.id, in: task.state, atAttempt: task.attempts, set: { dueAt: null } });
}
