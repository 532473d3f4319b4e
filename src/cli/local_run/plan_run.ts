import type { LocalKnobs } from '../../config/local_knobs.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import type { RunResponse } from '../../protocol/operator.ts';

/** A plan to be run on a repository of this machine; it was parsed and has no mistakes. */
export type PlanRunRequest = {
  readonly name: string;
  readonly markdown: string;
  readonly repository: LocalRepository;
  readonly agent: string | undefined;
  /** The repository's settings file at the base; null: there is none. */
  readonly settings: string | null;
  readonly slots: number | undefined;
  readonly again: boolean;
  readonly knobs: LocalKnobs;
};

/** What came of a plan. */
export type PlanRunResult =
  | { readonly kind: 'ended'; readonly snapshot: RunResponse }
  /** The same plan ran to its end before, and `again` was not asked for. */
  | { readonly kind: 'finished_before'; readonly snapshot: RunResponse }
  /** `ours`: this process carried the run out, so that it stands still now. */
  | { readonly kind: 'interrupted'; readonly snapshot: RunResponse; readonly ours: boolean };
