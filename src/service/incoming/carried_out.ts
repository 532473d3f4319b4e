import type { Change } from '../../core/changes.ts';
import { commentSubject } from './comment_subject.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome } from './order.ts';

/** What came of the first so many commands of a comment; `all`: it was replied to. */
export type CarriedOut = readonly CommandOutcome[] | 'all';

/**
 * Remembers how much of a comment was carried out, and what is to be replied to it. Ids of deliveries are not signed, and a
 * process may die between two commands: this is what keeps a comment from being carried out twice, or answered in part.
 */
export function rememberCarriedOut(occasion: Occasion, comment: number, done: CarriedOut): Change {
  const subject = commentSubject(occasion, comment);
  return { kind: 'remember_shown', shown: { subject, what: 'commands', number: null, digest: JSON.stringify(done) } };
}

/** How much of the comment was carried out before. */
export async function carriedOutBefore(occasion: Occasion, comment: number): Promise<CarriedOut> {
  const rows = await occasion.deps.store.read.shown(commentSubject(occasion, comment));
  const before = rows.find(({ what }) => what === 'commands');
  return before === undefined ? [] : (JSON.parse(before.digest) as CarriedOut);
}
