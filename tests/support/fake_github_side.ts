import type { IncomingEvent } from '../../src/core/incoming/incoming_event.ts';
import type { GitHubSide } from '../../src/service/ports/github_side.ts';
import type { IssueNow, IssuesBelow, PullStanding } from '../../src/service/ports/repository_reader.ts';
import type { CheckStanding, FailedCheck, ReviewComment } from '../../src/service/ports/review_reader.ts';

/** What a test says of GitHub's world. */
export type FakeWorld = {
  /** Logins that may command. */
  readonly permitted: Set<string>;
  /** Logins that may write, and may not command where that needs more. */
  readonly writers: Set<string>;
  readonly allowedInstallations: Set<number>;
  files: { own: string | null; organisation: string | null };
  /** What the repository's history says; default: everything is contained. */
  contains: (head: string, ancestor: string) => boolean;
  /** Where branches stand now (null: there is none); one that is not named stands where the event says. */
  readonly heads: Map<string, string | null>;
  /** Whether the App reaches the repositories now. */
  reached: boolean;
  /** Pull requests as they stand now, by number; one that is not named stands as the event says. */
  readonly pulls: Map<number, PullStanding>;
  /** Numbers of issues that are closed now. */
  readonly closedIssues: Set<number>;
  /** Issues as they are now, and what stands below others, by number. */
  readonly issues: Map<number, IssueNow>;
  readonly below: Map<number, IssuesBelow>;
  /** Comments on lines, by pull request. */
  readonly reviewComments: Map<number, readonly ReviewComment[]>;
  /** The commits that brought lines, by path. */
  readonly bringers: Map<string, readonly string[]>;
  /** What checks say of their failure, by id. */
  readonly failedChecks: Map<number, FailedCheck>;
  /** How checks stand, by commit, and which a branch demands. */
  readonly checks: Map<string, readonly CheckStanding[]>;
  readonly requiredChecks: Map<string, readonly string[]>;
  /** Thrown by every call while it is set. */
  trouble: Error | null;
  readonly reactions: { comment: number; content: string }[];
  /** What was said to those who may not command. */
  readonly lines: string[];
  /** Comments of our own that were written back as they were before. */
  readonly putBack: { comment: number; before: string }[];
  /** Status comments that were written at once. */
  readonly shownNow: string[];
  /** Whether they can be told at once. */
  turnsAreFree: boolean;
  /** How often somebody was asked for. */
  asked: number;
};

/**
 * GitHub's side in memory: who may command, what settings say, and what was reacted. Deliveries hold events as JSON; a body that
 * is not JSON is no event of GitHub's.
 */
export function fakeGitHubSide(): { readonly world: FakeWorld; readonly github: GitHubSide } {
  const world: FakeWorld = {
    permitted: new Set(['ada']),
    writers: new Set(),
    allowedInstallations: new Set([1]),
    files: { own: null, organisation: null },
    contains: () => true,
    heads: new Map(),
    reached: true,
    pulls: new Map(),
    closedIssues: new Set(),
    issues: new Map(),
    below: new Map(),
    reviewComments: new Map(),
    bringers: new Map(),
    failedChecks: new Map(),
    checks: new Map(),
    requiredChecks: new Map(),
    trouble: null,
    reactions: [],
    lines: [],
    putBack: [],
    shownNow: [],
    turnsAreFree: true,
    asked: 0,
  };
  const answer = async <Value>(value: () => Value): Promise<Value> => {
    world.asked += 1;
    if (world.trouble !== null) throw world.trouble;
    return value();
  };
  const github: GitHubSide = {
    authorization: {
      may: (_repository, login, need) =>
        answer(() => {
          const mayWrite = need.kind === 'role' && need.atLeast === 'write' && world.writers.has(login);
          return mayWrite || world.permitted.has(login);
        }),
      isAllowed: (installation) => answer(() => world.allowedInstallations.has(installation)),
    },
    repositories: {
      settingsFiles: () => answer(() => world.files),
      pull: (_repository, number) => answer(() => world.pulls.get(number) ?? null),
      issue: (_repository, number) => answer(() => world.issues.get(number) ?? null),
      issuesBelow: (_repository, number) => answer(() => world.below.get(number) ?? { tree: [], issues: [] }),
      isIssueOpen: (_repository, issue) => answer(() => !world.closedIssues.has(issue)),
      contains: (_repository, head, ancestor) => answer(() => world.contains(head, ancestor)),
      standsAt: (_repository, branch, commit) =>
        answer(() => !world.heads.has(branch) || world.heads.get(branch) === commit),
      changeSince: (_repository, branch, commit) =>
        answer(() => {
          const head = world.heads.get(branch) ?? null;
          return head === null || head === commit ? null : { head, summary: `what ${branch} brought` };
        }),
      reviewComments: (_repository, pull) => answer(() => world.reviewComments.get(pull) ?? []),
      bringersOf: (_repository, { path }) => answer(() => world.bringers.get(path) ?? []),
      failedCheck: (_repository, { checkRun }) =>
        answer(() => world.failedChecks.get(checkRun) ?? { message: '', annotations: [], log: '' }),
      checksOf: (_repository, commit) => answer(() => world.checks.get(commit) ?? []),
      requiredChecks: (_repository, branch) => answer(() => world.requiredChecks.get(branch) ?? []),
      isReached: () => answer(() => world.reached),
    },
    turnAway: (_repository, { comment, line }) =>
      answer(() => {
        if (!world.turnsAreFree) return false;
        world.reactions.push({ comment, content: '-1' });
        if (line !== null) world.lines.push(line);
        return true;
      }),
    putBack: (_repository, { comment, before }) =>
      answer(() => {
        world.putBack.push({ comment, before });
        return world.turnsAreFree;
      }),
    showNow: (_repository, { text }) => answer(() => void (world.turnsAreFree && world.shownNow.push(text))),
    missed: { recover: async () => ({ asked: 0, leftSince: null }) },
    verify: async (body) => new TextDecoder().decode(body),
    readDelivery: ({ event, body }) => (event === 'unknown' ? null : (JSON.parse(body) as IncomingEvent)),
    botLogin: 'planwright[bot]',
    appSlug: 'planwright-app',
    deliverySweepMs: 300_000,
  };
  return { world, github };
}
