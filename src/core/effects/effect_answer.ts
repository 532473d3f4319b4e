import type { Offered } from './offered.ts';

/** What came of an effect. */
export type EffectAnswer =
  | { readonly kind: 'begun'; readonly base: string; readonly baseCommit: string }
  /** A branch of that prefix exists and is not this run's. */
  | { readonly kind: 'prefix_taken' }
  /** `pull` is the number of the pull request, where there is one. */
  | { readonly kind: 'published'; readonly pull: number | null }
  /** The branch holds commits of somebody else, up to `head`; nothing was moved. */
  | { readonly kind: 'pushed_by_others'; readonly head: string }
  /** `head` is the integration branch afterwards; `mergeCommit` brought the work in. */
  | { readonly kind: 'merged'; readonly mergeCommit: string; readonly head: string }
  /** `ours` is the integration head that the work does not merge into. */
  | { readonly kind: 'conflict'; readonly ours: string; readonly paths: readonly string[]; readonly detail: string }
  | Offered
  /** The integration branch is gone or was rewritten, so that merged work may be missing from it. `head` null: gone. */
  | { readonly kind: 'integration_lost'; readonly head: string | null }
  /** A plan that waits for approval stands in its comment since then, by GitHub's clock. */
  | { readonly kind: 'plan_shown'; readonly at: number }
  /** An edit that waits for approval stands in the comment about edits since then, by GitHub's clock. */
  | { readonly kind: 'edit_shown'; readonly proposal: string; readonly at: number }
  /** GitHub does not run that check once more: its app, its age or its owner does not allow it. */
  | { readonly kind: 'cannot_rerun' }
  /** Done, and nothing more to say: of kinds that only show or tidy. */
  | { readonly kind: 'done' }
  /** It was not sent, because what it was for has ended otherwise meanwhile. */
  | { readonly kind: 'superseded' }
  /** It will never work: say why to people. */
  | { readonly kind: 'refused'; readonly message: string };
