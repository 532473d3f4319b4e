import { optionMeant } from '../question/option_meant.ts';
import { passagesOf } from './passages.ts';
import type { ReplyScope } from './read_replies.ts';

/** A comment that says no more than an option, where more than one question is open: which of them take it as one. */
export type UnclearOption = {
  readonly kind: 'unclear';
  readonly written: string;
  readonly questions: readonly number[];
};

/** Whether a comment is an option and nothing else, and it is not clear of which question. null: it is not, or it is clear. */
export function unclearOption(comment: string, { open }: ReplyScope): UnclearOption | null {
  const [passage, ...others] = open.length < 2 ? [] : passagesOf(comment);
  if (passage === undefined || others.length > 0 || passage.quoted.length > 0) return null;
  const written = passage.said.join('\n').trim();
  // A number alone may be said of anything.
  const takes = open.filter(({ options }) => !/^\d+$/.test(written) && optionMeant(options, written) !== null);
  return takes.length < 2
    ? null
    : { kind: 'unclear', written, questions: takes.map(({ n }) => n).toSorted((a, b) => a - b) };
}
