import type { Change } from '../../core/changes.ts';
import type { Occasion } from './occasion.ts';

/** How much of a comment was carried out: all of it, with its answer, or the first so many commands. */
export type CarriedOut = number | 'all';

/**
 * Remembers how much of a comment was carried out. Ids of deliveries are not signed, and a process may die between two
 * commands: this is what keeps a comment from being carried out twice.
 */
export function rememberCarriedOut(occasion: Occasion, comment: number, done: CarriedOut): Change {
  const subject = subjectOf(occasion, comment);
  return { kind: 'remember_shown', shown: { subject, what: 'commands', number: null, digest: String(done) } };
}

/** How much of the comment was carried out before. */
export async function carriedOutBefore(occasion: Occasion, comment: number): Promise<CarriedOut> {
  const [before] = await occasion.deps.store.read.shown(subjectOf(occasion, comment));
  if (before === undefined) return 0;
  return before.digest === 'all' ? 'all' : Number(before.digest);
}

function subjectOf({ incoming }: Occasion, comment: number): string {
  return `comment:${incoming.id}:${comment}`;
}
