/**
 * A write to where the repository lives, waiting in the outbox. Every kind is idempotent: sending it again after the
 * answer was lost finds what the first sending made. Effects of one lane are sent in the order they were made.
 */
export type Effect =
  | {
      /** Finds the base and makes the integration branch there. */
      readonly kind: 'begin_run';
      readonly branchPrefix: string;
      /** null: the repository's own default branch. */
      readonly base: string | null;
    }
  | {
      /** Creates or fast-forwards a task's branch to the commit that has the evidence. */
      readonly kind: 'publish_task';
      readonly task: string;
      readonly branch: string;
      readonly commit: string;
    }
  | {
      /** Merges a task's commit into the integration branch. */
      readonly kind: 'merge_task';
      readonly task: string;
      readonly branch: string;
      readonly commit: string;
      readonly message: string;
    };

/** What came of an effect. */
export type EffectAnswer =
  | { readonly kind: 'begun'; readonly base: string; readonly baseCommit: string }
  /** A branch of that prefix exists and is not this run's. */
  | { readonly kind: 'prefix_taken' }
  | { readonly kind: 'published' }
  /** `head` is the integration branch afterwards; `mergeCommit` brought the work in. */
  | { readonly kind: 'merged'; readonly mergeCommit: string; readonly head: string }
  /** `ours` is the integration head that the work does not merge into. */
  | { readonly kind: 'conflict'; readonly ours: string; readonly paths: readonly string[]; readonly detail: string }
  /** It was not sent, because what it was for has ended otherwise meanwhile. */
  | { readonly kind: 'superseded' }
  /** It will never work: say why to people. */
  | { readonly kind: 'refused'; readonly message: string };

/** One row of the outbox. */
export type EffectRecord = {
  readonly id: string;
  readonly run: string;
  /** Effects with the same lane keep their order. */
  readonly lane: string;
  readonly effect: Effect;
  readonly attempts: number;
};
