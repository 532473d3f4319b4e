/** All that the stand-in remembers besides the git repositories, as plain records. Times are epoch milliseconds. */
export type State = {
  /** By lower-case login. */
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<number, Repository>;
  /** Former `owner/name` in lower case → repository id; such addresses redirect. */
  readonly formerNames: Map<string, number>;
  readonly installations: Map<number, Installation>;
  /** By the token itself. */
  readonly tokens: Map<string, Token>;
  /** `organisation/team` in lower case → logins in lower case. */
  readonly teams: Map<string, Set<string>>;
  /** Codes of app manifests that were not converted yet. */
  readonly manifestCodes: Set<string>;
};

export type Account = { readonly id: number; readonly login: string; readonly type: 'User' | 'Organization' | 'Bot' };

/** Roles of people in a repository. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

/** How pull requests may be merged here. */
export type MergeMethods = { readonly merge: boolean; readonly squash: boolean; readonly rebase: boolean };

export type Repository = {
  readonly id: number;
  owner: string;
  name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  /** Its bare git repository. */
  readonly folder: string;
  readonly allow: MergeMethods;
  /** Whether draft pull requests can be had. */
  readonly drafts: boolean;
  readonly createdAt: number;
  updatedAt: number;
  pushedAt: number;
  /** The number of the next issue or pull request. */
  nextNumber: number;
  /** By lower-case login. */
  readonly collaborators: Map<string, Role>;
  /** By lower-case name. */
  readonly labels: Map<string, Label>;
  /** Issues and pull requests by number: they share one sequence. */
  readonly issues: Map<number, Issue>;
  /** Numbers of the issues below an issue, in their order, and of those that block one. */
  readonly below: Map<number, readonly number[]>;
  readonly blockedBy: Map<number, readonly number[]>;
  readonly comments: Map<number, Comment>;
  readonly checkRuns: Map<number, CheckRun>;
  /** Names of the checks that each branch demands. */
  readonly requiredChecks: Map<string, readonly string[]>;
  /** The same as rulesets demand it, by branch. */
  readonly ruledChecks: Map<string, readonly string[]>;
  /** Refs → commit ids as they were last told: the difference is what a push did. */
  refs: ReadonlyMap<string, string>;
};

export type Label = {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string;
};

export type Reaction = {
  readonly id: number;
  readonly content: string;
  readonly author: string;
  readonly createdAt: number;
};

export type IssueState = 'open' | 'closed';

export type Issue = {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  title: string;
  body: string | null;
  state: IssueState;
  stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  /** Names, in the order they were set. */
  labels: readonly string[];
  assignees: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closedBy: string | null;
  readonly reactions: Reaction[];
  /** Present on a pull request. */
  readonly pull?: PullDetails;
};

export type PullDetails = {
  readonly headBranch: string;
  headSha: string;
  baseBranch: string;
  baseSha: string;
  draft: boolean;
  mergedAt: number | null;
  mergedBy: string | null;
  mergeCommitSha: string | null;
  requestedReviewers: readonly string[];
  /** Slugs. */
  requestedTeams: readonly string[];
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  /** `head base` for which somebody asked already whether it can be merged. */
  mergeableAskedFor: string | null;
};

export type Review = {
  readonly id: number;
  readonly author: string;
  readonly state: 'approved' | 'changes_requested' | 'commented';
  readonly body: string | null;
  readonly commit: string;
  readonly submittedAt: number;
};

/** A comment on a line of a pull request. */
export type ReviewComment = {
  readonly id: number;
  readonly review: number;
  readonly author: string;
  readonly body: string;
  readonly path: string;
  readonly line: number;
  readonly commit: string;
  readonly hunk: string;
  /** The comment that began its thread; null: it did itself. */
  readonly replyTo: number | null;
  readonly createdAt: number;
};

export type Comment = {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly reactions: Reaction[];
};

export type CheckRun = {
  readonly id: number;
  readonly suite: number;
  /** Slug of the app that made it. */
  readonly app: string;
  readonly headSha: string;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  detailsUrl: string | null;
  externalId: string;
  startedAt: number;
  completedAt: number | null;
  output: CheckOutput;
  /** What the job behind it printed. */
  log: string;
  /** Whether it runs again when somebody asks for that. */
  readonly reruns: boolean;
  actions: readonly CheckAction[];
};

export type CheckOutput = {
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: readonly Record<string, unknown>[];
};

export type CheckAction = { readonly label: string; readonly description: string; readonly identifier: string };

export type Installation = {
  readonly id: number;
  readonly account: string;
  repositories: 'all' | readonly number[];
  readonly permissions: Permissions;
  readonly createdAt: number;
  updatedAt: number;
  suspendedAt: number | null;
  suspendedBy: string | null;
};

export type Access = 'read' | 'write';

/** What an app or a token may do: `issues: 'write'`. */
export type Permissions = Readonly<Record<string, Access>>;

export type Token =
  | {
      readonly kind: 'installation';
      readonly installation: number;
      /** Ids; undefined: all that the installation has. */
      readonly repositories: readonly number[] | undefined;
      readonly permissions: Permissions;
      readonly expiresAt: number;
    }
  | { readonly kind: 'user'; readonly login: string };

/** A GitHub without anything. */
export function emptyState(): State {
  return {
    accounts: new Map(),
    repositories: new Map(),
    formerNames: new Map(),
    installations: new Map(),
    tokens: new Map(),
    teams: new Map(),
    manifestCodes: new Set(),
  };
}
