import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import { chooseAnswer } from '../question/choose_answer.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import type { RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { TaskSlice } from '../slices.ts';
import { toldAnswer } from '../text/told_answer.ts';
import { howSettled } from './answer_question.ts';
import { setTask } from './set_task.ts';

/** An answered question with all tasks that asked it, as they stand now. */
export type AnsweredSlice = {
  readonly run: RunRecord;
  readonly question: QuestionRecord;
  readonly askers: readonly (Pick<TaskSlice, 'task'> & { readonly question: QuestionRecord })[];
};

/**
 * Whoever answered says it otherwise, by editing what they wrote. That counts until one of the tasks was handed out again: its agent
 * has the answer by then. What an answer does at once, such as to a question of no attempt, is not taken back so.
 */
export function changeAnswer(
  { run, question, askers }: AnsweredSlice,
  input: { readonly text: string; readonly by: string },
  now: number,
): Decision<null> {
  if (question.state !== 'answered') throw new Refusal('not_allowed_in_state', howSettled(question));
  const answer = chooseAnswer(question, input.text);
  if (answer === question.answer) return nothing(null);
  const [asker] = askers;
  if (asker === undefined || !askers.every(waits)) {
    const goesOn = asker === undefined ? 'That' : `\`${asker.task.key}\``;
    const late = `${goesOn} went on with it before this edit, which changes nothing.`;
    throw new Refusal('not_allowed_in_state', `${howSettled(question)}. ${late}`);
  }
  const { by } = input;
  const builder = new DecisionBuilder();
  builder.event({
    run: run.id,
    task: asker.task.key,
    ...(question.attempt === null ? {} : { attempt: question.attempt }),
    body: {
      kind: 'question_answered',
      n: question.n,
      answer: toldAnswer(answer),
      by,
      before: toldAnswer(question.answer ?? ''),
    },
  });
  for (const { task, question: own } of askers) {
    builder
      .change({ kind: 'change_answer', question: own.id, before: own.answer, answer, by, at: now })
      // Lands only while no attempt has it.
      .change(setTask(task, { dueAt: task.dueAt }));
  }
  return builder.result(null);
}

/** Blocked by something else too, or about to go on. */
function waits({ task, question }: AnsweredSlice['askers'][number]): boolean {
  return (task.state === 'blocked' || task.state === 'ready') && task.attempts === question.attempt;
}
