import type { IssueStanding } from '../../core/plan/issue_said.ts';
import type { SubIssue } from '../../core/plan/plan_issues.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import type { CheckStanding, FailedCheck, LineAt, ReviewComment } from './review_reader.ts';

/**
 * A repository as it is now, whatever an event said of it; where lately only people without permission did something there,
 * its settings are those of a minute ago at most. Each call may throw for passing trouble; then the delivery is processed
 * again later.
 */
export type RepositoryReader = {
  /**
   * The texts of `.github/planwright.yml` on the default branch: the repository's own, and the organisation's of its
   * repository `.github`; null where there is none. `anew`: they may just have changed.
   */
  readonly settingsFiles: (
    repository: RepositoryRecord,
    how?: 'anew',
  ) => Promise<{ readonly own: string | null; readonly organisation: string | null }>;
  /** How a pull request stands; null: there is none of that number (any more). */
  readonly pull: (repository: RepositoryRecord, number: number) => Promise<PullStanding | null>;
  /** An issue as it is now; null: there is none of that number that the App may read. */
  readonly issue: (repository: RepositoryRecord, number: number) => Promise<IssueNow | null>;
  /** The issues below an issue, with those inside them and what blocks them; also such that block others from outside. */
  readonly issuesBelow: (repository: RepositoryRecord, number: number) => Promise<IssuesBelow>;
  /** Whether the issue is open. */
  readonly isIssueOpen: (repository: RepositoryRecord, issue: number) => Promise<boolean>;
  /** Whether `ancestor` is contained in `head`. */
  readonly contains: (repository: RepositoryRecord, head: string, ancestor: string) => Promise<boolean>;
  /** Whether a branch stands at that commit; null: whether there is none of that name. */
  readonly standsAt: (repository: RepositoryRecord, branch: string, commit: string | null) => Promise<boolean>;
  /**
   * What people changed on a branch since it stood at a commit; null: it stands there still, or is gone. `summary` names commits and
   * files, as many as one comparison tells.
   */
  readonly changeSince: (
    repository: RepositoryRecord,
    branch: string,
    commit: string,
  ) => Promise<{ readonly head: string; readonly summary: string } | null>;
  /** The comments on lines of a pull request, the oldest first; none: there is no such pull request (any more). */
  readonly reviewComments: (repository: RepositoryRecord, pull: number) => Promise<readonly ReviewComment[]>;
  /**
   * The commits of the first line of `head` that may have brought a line there, the likeliest first: the one that it came in with,
   * then the newest that changed its file.
   */
  readonly bringersOf: (repository: RepositoryRecord, place: LineAt, head: string) => Promise<readonly string[]>;
  readonly failedCheck: (
    repository: RepositoryRecord,
    check: { readonly checkRun: number; readonly app: string },
  ) => Promise<FailedCheck>;
  /** The newest runs of all checks of a commit. */
  readonly checksOf: (repository: RepositoryRecord, commit: string) => Promise<readonly CheckStanding[]>;
  /** Names of the checks that a branch demands before anything is merged into it, as far as the App may read that. */
  readonly requiredChecks: (repository: RepositoryRecord, branch: string) => Promise<readonly string[]>;
  /** Whether the App reaches the repository, by the installation that is stored with it. */
  readonly isReached: (repository: RepositoryRecord) => Promise<boolean>;
};

/** An issue, or a pull request under its number. */
export type IssueNow = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly standing: IssueStanding;
  readonly isPull: boolean;
};

/** `issues` are the texts of all that the tree names; `isCut`: there are more than were read. */
export type IssuesBelow = {
  readonly tree: readonly SubIssue[];
  readonly issues: readonly IssueNow[];
  readonly isCut?: true;
};

/** `goneBranch`: the base or head of a closed one that is there no more, so that GitHub closed it with that branch. */
export type PullStanding = {
  readonly state: 'open' | 'closed' | 'merged';
  readonly headCommit: string;
  readonly base: string;
  readonly goneBranch: string | null;
};
