import type { DecisionBuilder } from '../decision.ts';
import type { TaskRecord } from '../records.ts';
import type { QuestionSlice } from './question_slice.ts';

/** The orchestrator does not answer: people are asked from now on, and told why. */
export function passQuestionOn(
  builder: DecisionBuilder,
  { question, run, askers }: QuestionSlice,
  { task, because }: { readonly task: TaskRecord['id']; readonly because: string },
  now: number,
): void {
  builder.change({ kind: 'pass_question_on', question: question.id, answering: task, because });
  // Who is asked only now is not reminded in the same moment.
  for (const { id, deadlineAt, remindedAt } of askers.map((each) => each.question)) {
    const isOver = deadlineAt !== null && deadlineAt <= now && remindedAt === null;
    if (isOver) builder.change({ kind: 'note_reminder', question: id, at: now });
  }
  const [asker] = askers;
  builder.event({
    run: run.id,
    ...(asker === undefined ? {} : { task: asker.task.key }),
    ...(question.attempt === null ? {} : { attempt: question.attempt }),
    body: { kind: 'question_passed_on', n: question.n, because },
  });
}
