/** A webhook as it came: `body` is the signed text itself. */
export type Delivery = { readonly id: string; readonly event: string; readonly body: string };

/** A delivery that somebody holds. `attempts`: how often it failed for a reason in itself. */
export type ClaimedDelivery = Delivery & {
  readonly lane: string | null;
  readonly attempts: number;
  readonly receivedAt: number;
};

/** Deliveries that have been answered and are to be processed. */
export type Deliveries = {
  /**
   * Keeps a delivery in its lane (null: none); false: one with this id is known already. One that was given up is taken
   * anew, as if it had come now.
   */
  readonly add: (delivery: Delivery & { readonly lane: string | null }, at: number) => Promise<boolean>;
  /** When the oldest came that still waits to be processed, in epoch milliseconds; null: none does. */
  readonly waitingSince: () => Promise<number | null>;
  readonly isKnown: (id: string) => Promise<boolean>;
  /**
   * Claims unprocessed deliveries in the order they came, for this holder, until `until`: of each lane the oldest, and
   * only where that one is due and held by nobody. Leaves those in lanes of these repositories (ids at GitHub) alone.
   */
  readonly claim: (
    owner: string,
    now: number,
    until: number,
    limit: number,
    busyRepositories?: readonly string[],
  ) => Promise<readonly ClaimedDelivery[]>;
  /** Puts a claimed one back, to be processed again at `dueAt`; `error` null: nothing failed. */
  readonly release: (
    id: string,
    owner: string,
    back: { readonly dueAt: number; readonly error: string | null; readonly counts: boolean },
  ) => Promise<void>;
  /** Gives up on one that will never be processed; it stays in the log with its reason. */
  readonly bury: (id: string, owner: string, error: string) => Promise<void>;
  /** Has one that was given up processed anew, or all of them (`id` null); answers how many there were. */
  readonly revive: (id: string | null, at: number) => Promise<number>;
  /**
   * How many of lanes that begin so were settled as `refused` since then, with those that are held `now` and may yet be: so of
   * several that are processed at once none is beyond what the others leave.
   */
  readonly refusedSince: (lanes: string, since: number, now: number) => Promise<number>;
  /** The newest of these lanes that was settled as `refused` with this note after then; null: none was. */
  readonly newestRefused: (lanes: readonly string[], note: string, after: number) => Promise<Delivery | null>;
  /** Drops processed ones that came before `before`, at most `limit`; says whether it met the limit. */
  readonly prune: (before: number, limit: number) => Promise<boolean>;
};

/** A webhook that was given up. */
export type DeadDelivery = {
  readonly id: string;
  readonly event: string;
  readonly receivedAt: number;
  readonly message: string;
};

/** Deliveries that wait, those of them that failed before, and those that were given up, newest first. */
export type DeliveriesView = {
  readonly waiting: number;
  readonly failing: number;
  readonly dead: readonly DeadDelivery[];
};
