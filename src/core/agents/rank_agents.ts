import { counted } from '../text/counted.ts';
import type { OfferedChoice } from './choose_agent.ts';
import { trackRecordText } from './track_record.ts';

/** How busy and how well an agent's provider is on the runner that is asked. */
export type ProviderStanding = {
  /** Its attempts at work there, and how many there may be. */
  readonly busy: number;
  readonly slots: number;
  /** How often its breaker opened there since it last worked; 0: nothing is wrong with it. */
  readonly openings: number;
};

/** What each side of an agent weighs. */
const WEIGHTS = { success: 2, cost: 1, load: 1 } as const;
/** Who is not known yet counts as middling. */
const UNKNOWN = 0.5;

/**
 * Agents by how much speaks for each, best first; of equals the one that stands first in the rule. Its successes (half of what it can
 * get), its price and its free slots are added up; each time that it had to rest of late divides the sum once more.
 *
 * @param free agents that have room
 */
export function rankAgents(
  free: readonly OfferedChoice[],
  standingOf: (choice: OfferedChoice) => ProviderStanding,
): readonly OfferedChoice[] {
  const prices = free.flatMap(({ trackRecord }) => trackRecord?.costMicros ?? []);
  const cheapest = Math.min(...prices);
  const scored = free.map((choice) => ({ choice, score: score(choice, standingOf(choice), cheapest) }));
  return scored.toSorted((left, right) => right.score - left.score).map(({ choice }) => choice);
}

function score({ trackRecord }: OfferedChoice, { busy, slots, openings }: ProviderStanding, cheapest: number): number {
  // One success or failure alone says little.
  const success = trackRecord === undefined ? UNKNOWN : (trackRecord.succeeded + 1) / (trackRecord.ended + 2);
  const price = trackRecord?.costMicros ?? null;
  const cost = price === null ? UNKNOWN : price === cheapest ? 1 : cheapest / price;
  const load = Math.max(0, 1 - busy / slots);
  return (WEIGHTS.success * success + WEIGHTS.cost * cost + WEIGHTS.load * load) / (1 + openings);
}

/** Why an agent was the best of several, for people. */
export function rankText(
  { trackRecord }: OfferedChoice,
  { busy, slots, openings }: ProviderStanding,
  among: number,
): string {
  const known = trackRecord === undefined ? 'no attempt in this repository yet' : trackRecordText(trackRecord);
  const tried = openings > 0 ? ', tried after a rest' : '';
  return `best of ${among}: ${known}, ${busy} of ${counted(slots, 'slot')} at work${tried}`;
}
