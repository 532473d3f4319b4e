import type { LocalKnobs } from '../../config/local_knobs.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import type { RunResponse } from '../../protocol/operator.ts';

/** A plan to be run on a repository of this machine; it was parsed and has no mistakes. */
export type PlanRunRequest = {
  readonly name: string;
  readonly markdown: string;
  readonly repository: LocalRepository;
  readonly agent: string | undefined;
  /** The user's settings file, and the repository's at the base; null: there is none. */
  readonly settings: { readonly user: string | null; readonly own: string | null };
  readonly slots: number | undefined;
  readonly again: boolean;
  /** How a plan that wants it is approved; null: it is known to want none. */
  readonly approval: PlanApproval | null;
  /** Whether somebody looks on, who may answer from another terminal; else it ends when nothing but answers is waited for, and no default counts soon. */
  readonly isWatched: boolean;
  readonly knobs: LocalKnobs;
};

/** A person's approval of a plan, which is named by its hash. */
export type PlanApproval = {
  /** The hash where it was approved beforehand; null: it was not. */
  readonly given: string | null;
  /** Asks for it, and answers the hash. @throws CliError where it was not approved */
  readonly ask: (stopping: AbortSignal) => Promise<string>;
};

/** What came of a plan. */
export type PlanRunResult =
  | { readonly kind: 'ended'; readonly snapshot: RunResponse }
  /** The same plan ran to its end before, and `again` was not asked for. */
  | { readonly kind: 'finished_before'; readonly snapshot: RunResponse }
  /** Nothing goes on until somebody answers, and nobody looks on. */
  | { readonly kind: 'waits_for_answers'; readonly snapshot: RunResponse }
  /** `ours`: this process carried the run out, so that it stands still now. */
  | { readonly kind: 'interrupted'; readonly snapshot: RunResponse; readonly ours: boolean };
