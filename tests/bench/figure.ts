import type { Spread } from './spread.ts';

/** What a figure must stay within; judged by its median. */
export type Limit = { readonly kind: 'at_most' | 'at_least'; readonly value: number };

/** One line of the report. */
export type Figure = {
  /** Which bench it belongs to. */
  readonly bench: string;
  readonly name: string;
  readonly unit: 'ms' | 'times' | 'per second' | 'MB/s' | 'MB';
  readonly spread: Spread;
  /** Absent where the figure only explains another. */
  readonly limit?: Limit;
};

/** True where the figure has no limit or keeps it. */
export function isWithin({ spread, limit }: Figure): boolean {
  if (limit === undefined) return true;
  switch (limit.kind) {
    case 'at_most':
      return spread.median <= limit.value;
    case 'at_least':
      return spread.median >= limit.value;
    default:
      return limit.kind satisfies never;
  }
}
