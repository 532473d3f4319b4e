import type { QuestionRecord } from './question_record.ts';

/**
 * How many attempts of a task before this one asked what nobody answered, so that a default counted, since a person last answered
 * anything of the task.
 *
 * @param questions all of the task
 */
export function defaultsInARow(
  questions: readonly Pick<QuestionRecord, 'n' | 'attempt' | 'state'>[],
  attempt: number,
): number {
  const lastAnswered = Math.max(0, ...questions.filter(({ state }) => state === 'answered').map(({ n }) => n));
  const byDefault = questions.filter((asked) => asked.state === 'expired' && asked.n > lastAnswered);
  return new Set(byDefault.map((asked) => asked.attempt).filter((number) => number !== attempt)).size;
}
