import type { Effect } from './effect.ts';

/** An effect that goes into the outbox; those of one lane are sent one after another. */
export type NewEffect = {
  readonly id: string;
  readonly lane: string;
  readonly effect: Effect;
  /** At most one effect of a key waits: another is left out while one waits that no sender has begun. */
  readonly key?: string;
  /** How long it may wait for others that it then includes, in milliseconds; default 0. */
  readonly delayMs?: number;
} & (
  | { readonly run: string; readonly repository?: undefined }
  /** It belongs to no run, only to its repository. */
  | { readonly run: null; readonly repository: string }
);
