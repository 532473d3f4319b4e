import type { RepositoryRecord } from '../../core/records.ts';
import type { CommandPermission } from '../../core/settings/repository_settings.ts';

/**
 * What the service asks GitHub before it acts on what somebody did. Each call may throw for passing trouble; then the
 * delivery is processed again later.
 */
export type People = {
  /** Whether this person has at least that permission in the repository. Bots never have. */
  readonly may: (repository: RepositoryRecord, login: string, need: CommandPermission) => Promise<boolean>;
  /** Whether installations of this id count: their owner is allowed. */
  readonly isAllowed: (installation: number) => Promise<boolean>;
  /**
   * The texts of `.github/planwright.yml` on the default branch: the repository's own, and the organisation's of its
   * repository `.github`; null where there is none.
   */
  readonly settingsFiles: (
    repository: RepositoryRecord,
  ) => Promise<{ readonly own: string | null; readonly organisation: string | null }>;
  /**
   * Shows the writer of a comment that they may not command, by a reaction and, unless it is null, by a line, without any
   * trace in the database. Said again it changes nothing. Never waits long for its turn to write. Says whether the reaction
   * stands (the line may be missing nevertheless); false: there was no turn, or nobody is there to be told.
   */
  readonly turnAway: (
    repository: RepositoryRecord,
    said: { readonly issue: number; readonly comment: number; readonly line: string | null },
  ) => Promise<boolean>;
  /** How a pull request stands now, whatever an event said of it; null: there is none of that number (any more). */
  readonly pull: (repository: RepositoryRecord, number: number) => Promise<PullStanding | null>;
  /** Whether the issue is open now. */
  readonly isIssueOpen: (repository: RepositoryRecord, issue: number) => Promise<boolean>;
  /** Whether `ancestor` is contained in `head`, in the repository as it is now. */
  readonly contains: (repository: RepositoryRecord, head: string, ancestor: string) => Promise<boolean>;
  /** Whether a branch stands at that commit now; null: whether there is none of that name. */
  readonly standsAt: (repository: RepositoryRecord, branch: string, commit: string | null) => Promise<boolean>;
  /** Whether the App reaches the repository now, by the installation that is stored with it. */
  readonly isReached: (repository: RepositoryRecord) => Promise<boolean>;
};

/** `goneBranch`: the base or head of a closed one that is there no more, so that GitHub closed it with that branch. */
export type PullStanding = {
  readonly state: 'open' | 'closed' | 'merged';
  readonly headCommit: string;
  readonly base: string;
  readonly goneBranch: string | null;
};
