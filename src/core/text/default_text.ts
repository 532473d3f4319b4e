import type { QuestionView } from '../../protocol/questions.ts';

/** What says whether a question settles itself. `default` and `deadlineAt` as in `QuestionView`. */
export type Settling = Pick<QuestionView, 'default' | 'deadlineAt' | 'askedAt'>;

/** The most of a default that is shown beside its question, in UTF-16 code units. */
const DEFAULT_LIMIT = 80;
/** Below this seconds matter to who wants to be in time. */
const SECONDS_MATTER_MS = 3_600_000;

/**
 * What counts where nobody answers, and from when: `blue counts from 14:05 UTC`. null: an answer is waited for, however long it takes.
 *
 * @param shown makes the default, which others wrote, fit to stand in the text
 */
export function defaultText(question: Settling, shown: (text: string) => string): string | null {
  const at = settlesAt(question);
  if (at === null || question.default === null) return null;
  const { default: words } = question;
  const short = words.length <= DEFAULT_LIMIT ? words : `${words.slice(0, DEFAULT_LIMIT)}…`;
  return `${shown(short)} counts from ${deadlineText(at, question.askedAt)}`;
}

/** When a question settles itself, in epoch milliseconds; null: only a person does. */
export function settlesAt({ default: words, deadlineAt }: Pick<Settling, 'default' | 'deadlineAt'>): number | null {
  return words === null ? null : deadlineAt;
}

/** The question of these that settles itself last, where all of them do; null: without a person it stays so, or nothing is asked. */
export function lastToSettle<Question extends Settling>(questions: readonly Question[]): Question | null {
  if (questions.some((question) => settlesAt(question) === null)) return null;
  return questions.toSorted((one, other) => (settlesAt(other) ?? 0) - (settlesAt(one) ?? 0))[0] ?? null;
}

/** The answer that a command to be typed shows as its example: the default where it is an option, else the first option. */
export function exampleAnswer({ options, default: words }: Pick<QuestionView, 'options' | 'default'>): string {
  return options.find((option) => option.toLowerCase() === words?.toLowerCase()) ?? options[0] ?? 'TEXT';
}

/** A deadline, the same for every reader: `14:05 UTC`, with seconds where they matter, and its day where that is another. */
export function deadlineText(at: number, askedAt: number): string {
  const iso = new Date(at).toISOString();
  const time = iso.slice(11, at - askedAt < SECONDS_MATTER_MS ? 19 : 16);
  const day = iso.slice(0, 10);
  return new Date(askedAt).toISOString().startsWith(day) ? `${time} UTC` : `${day} ${time} UTC`;
}
