import type { Change } from '../../core/changes.ts';
import { commentSubject } from './comment_subject.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome } from './order.ts';

/** What a comment says at one place of its text (see `comment_parts.ts`); `outcome`: what came of it, null: it was not carried out yet. */
export type Progress = { readonly place: string; readonly outcome: CommandOutcome | null };

/** All that a comment was found to say before the first of it was carried out, in that order; `all`: it was replied to. */
export type CarriedOut = readonly Progress[] | 'all';

/**
 * Remembers how much of a comment was carried out, and what is to be replied to it. Ids of deliveries are not signed, and a
 * process may die between two commands: this is what keeps a comment from being carried out twice, or answered in part.
 */
export function rememberCarriedOut(occasion: Occasion, comment: number, done: CarriedOut): Change {
  const subject = commentSubject(occasion, comment);
  return { kind: 'remember_shown', shown: { subject, what: 'commands', number: null, digest: JSON.stringify(done) } };
}

/**
 * How much of the comment was carried out before; null: nothing.
 *
 * @param places what the comment is found to say now, for what earlier versions remembered: what came of the first so many
 */
export async function carriedOutBefore(
  occasion: Occasion,
  comment: number,
  places: readonly string[],
): Promise<CarriedOut | null> {
  const rows = await occasion.deps.store.read.shown(commentSubject(occasion, comment));
  const found = rows.find(({ what }) => what === 'commands');
  if (found === undefined) return null;
  const before = JSON.parse(found.digest) as CarriedOut | readonly CommandOutcome[];
  return before === 'all' || areOfPlaces(before) ? before : placed(before, places);
}

function areOfPlaces(before: readonly Progress[] | readonly CommandOutcome[]): before is readonly Progress[] {
  return before.every((each) => 'place' in each);
}

function placed(outcomes: readonly CommandOutcome[], places: readonly string[]): readonly Progress[] {
  const given = outcomes.map((outcome, nth) => ({ place: places[nth] ?? `earlier ${nth}`, outcome }));
  return [...given, ...places.slice(outcomes.length).map((place) => ({ place, outcome: null }))];
}
