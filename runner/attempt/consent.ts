import type { AnsweredQuestion, QuestionSource } from '../../src/protocol/questions.ts';

/** The answer by which a person lets something be. All other words discard it. */
export const ALLOW = 'allow';
/** The answer that says no more than that it is not wanted. */
export const DISCARD = 'discard';

/** The most of a list that is asked about, in UTF-16 code units; it must be shown whole, since the answer holds for it. */
export const LIST_LIMIT = 32_768;

/** What was answered last for each line of a list. The lines end at the first blank one; what follows is for reading. */
export function consents(
  answers: readonly Pick<AnsweredQuestion, 'source' | 'details' | 'answer'>[],
  source: QuestionSource,
): ReadonlyMap<string, typeof ALLOW | typeof DISCARD> {
  const asked = answers.filter((answered) => answered.source === source);
  return new Map(
    asked.flatMap(({ details, answer }) =>
      linesIn(details ?? '').map((line) => [line, answer === ALLOW ? ALLOW : DISCARD] as const),
    ),
  );
}

function linesIn(details: string): readonly string[] {
  return (details.split('\n\n', 1)[0] ?? '').split('\n').filter((line) => line !== '');
}
