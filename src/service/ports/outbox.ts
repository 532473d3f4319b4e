import type { EffectRecord } from '../../core/effects/effect.ts';

/** Of what a sender wants no more effects for now. */
export type Busy = {
  /** Those that have enough under way. */
  readonly repositories?: readonly string[];
  readonly installations?: readonly number[];
  /** Also installations whose next turn for writing is later than this. */
  readonly turnBy?: number;
};

/** The outbox as its sender sees it. */
export type Outbox = {
  /**
   * Claims due effects for this sender until `until`: at most one per lane, and only the oldest of its lane. None of what is
   * `busy`.
   */
  readonly claim: (
    owner: string,
    now: number,
    until: number,
    limit: number,
    busy?: Busy,
  ) => Promise<readonly EffectRecord[]>;
  /** Puts a claimed effect back, to be sent again at `dueAt`. `error` null: nothing failed, it only was not its time. */
  readonly release: (effect: string, owner: string, dueAt: number, error: string | null) => Promise<void>;
  /** Holds effects that are still being sent until `until`. */
  readonly hold: (owner: string, effects: readonly string[], until: number) => Promise<void>;
};
