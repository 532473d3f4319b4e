import { ORCHESTRATOR } from '../../protocol/questions.ts';
import type { QuestionRecord } from './question_record.ts';

/**
 * How many attempts of a task before this one asked what no person answered, so that a default counted or the orchestrator's answer, since
 * a person last answered anything of the task.
 *
 * @param questions all of the task
 */
export function unattendedInARow(
  questions: readonly Pick<QuestionRecord, 'n' | 'attempt' | 'state' | 'answeredBy'>[],
  attempt: number,
): number {
  const byPerson = questions.filter(({ state, answeredBy }) => state === 'answered' && answeredBy !== ORCHESTRATOR);
  const lastAnswered = Math.max(0, ...byPerson.map(({ n }) => n));
  const settled = questions.filter(({ state }) => state === 'expired' || state === 'answered');
  const unattended = settled.filter(({ n }) => n > lastAnswered);
  return new Set(unattended.map((asked) => asked.attempt).filter((number) => number !== attempt)).size;
}
