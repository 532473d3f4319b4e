import type { Amounts, Used } from '../../protocol/usage.ts';

/** The kinds of what is used, each with a bound of its own. */
export const KINDS = ['costMicros', 'tokens'] as const;
/** One of them. */
export type Kind = (typeof KINDS)[number];

/** What is bounded, with how much of it is gone: a run, or all runs of a repository in a period. */
export type Bounded = {
  readonly limit: Amounts;
  /** As far as it is known: attempts tell what they use while they work. */
  readonly spent: Used;
  /** What was kept for attempts at work, beyond what they have used of it so far. */
  readonly kept: Used;
  /** Attempts of agents at work. */
  readonly atWork: number;
};

/** The part of the limit that is used, of the kind of which it is most: 1 where all of it is. 0 where there is none. */
export function partSpent({ limit, spent }: Pick<Bounded, 'limit' | 'spent'>): number {
  return Math.max(0, ...KINDS.map((kind) => partOf(spent[kind], limit[kind])));
}

function partOf(spent: number, limit: number | null): number {
  if (limit === null) return 0;
  return limit === 0 ? 1 : spent / limit;
}
