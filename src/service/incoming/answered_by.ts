import type { Change } from '../../core/changes.ts';
import type { IncomingComment } from '../../core/incoming/incoming_event.ts';
import type { SliceReader } from '../ports/store.ts';
import { commentSubject } from './comment_subject.ts';
import type { Occasion } from './occasion.ts';

/** Which questions a comment answered, by their ids, and how old the text was that did, in epoch milliseconds. */
export type AnsweredBy = { readonly questions: readonly string[]; readonly at: number };

/** Remembers that a comment answered a question, so that the answer follows when the comment is edited. */
export async function rememberAnswered(
  occasion: Occasion,
  { id, updatedAt }: Pick<IncomingComment, 'id' | 'updatedAt'>,
  question: string,
): Promise<Change> {
  const before = await answeredBy(occasion, id);
  const said: AnsweredBy = {
    questions: [...new Set([...before.questions, question])],
    at: Math.max(before.at, updatedAt),
  };
  const shown = {
    subject: commentSubject(occasion, id),
    what: 'answers',
    number: null,
    digest: JSON.stringify(said),
  } as const;
  return { kind: 'remember_shown', shown };
}

/** What the comment answered so far. */
export async function answeredBy(occasion: Occasion, comment: number): Promise<AnsweredBy> {
  const read: SliceReader = occasion.deps.store.read;
  const found = (await read.shown(commentSubject(occasion, comment))).find(({ what }) => what === 'answers');
  return found === undefined ? { questions: [], at: 0 } : (JSON.parse(found.digest) as AnsweredBy);
}
