import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { reminder, showQuestions } from '../run/run_effects.ts';
import type { QuestionSlice } from './question_slice.ts';

/**
 * The deadline of a question has passed, and there is no default that counts: people are reminded once, and it is waited for on.
 * Whoever asks the same later, or by another deadline, reminds nobody again.
 */
export function remindQuestion({ question, askers, run }: QuestionSlice, around: Surroundings): Decision<null> {
  const { state, defaultAnswer, deadlineAt, remindedAt, n } = question;
  const isDue = state === 'open' && defaultAnswer === null && deadlineAt !== null && deadlineAt <= around.now;
  if (!isDue || remindedAt !== null) return nothing(null);
  // People are not asked yet what the orchestrator looks at; when it passes that on, that tells them.
  if (question.answering !== null) return nothing(null);
  const builder = new DecisionBuilder();
  const all = askers.length === 0 ? [question] : askers.map((asker) => asker.question);
  const unmarked = all.filter((each) => each.remindedAt === null);
  builder.change(...unmarked.map(({ id }) => ({ kind: 'note_reminder', question: id, at: around.now }) as const));
  if (unmarked.length < all.length) return builder.result(null);
  const [first] = askers;
  const about = first === undefined ? {} : { task: first.task.key };
  builder.event({ run: run.id, ...about, body: { kind: 'question_reminded', n } });
  if (run.issue !== null) {
    builder.effect(reminder(run.id, n, around.newId()), showQuestions(run.id, around.newId()));
  }
  return builder.result(null);
}
