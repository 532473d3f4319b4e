import { addComment, deleteComment, editComment, react } from '../actions/comments.ts';
import { findCheckRun, findComment, findIssue, findPull, isPull } from '../actions/find.ts';
import { editIssue, type IssueEdit, openIssue } from '../actions/issues.ts';
import { addLabels, removeLabel } from '../actions/labels.ts';
import { type MergeMethod, mergePull } from '../actions/merge.ts';
import { changePullState, editPull, type NewPull, openPull, setDraft } from '../actions/pulls.ts';
import { setBelow, setBlocked } from '../actions/relations.ts';
import type { Pull } from '../render/pull.ts';
import type { CheckRun, Comment, Issue, Reaction, Repository, Review } from '../state.ts';
import type { World } from '../world.ts';
import { pressCheckButton, type ReportedCheck, reportCheck, rerequestCheck } from './checks.ts';
import { deleteBranch, type Pushed, pushCommit } from './pushes.ts';
import { type LineComment, resolveThread, reviewPull } from './reviews.ts';

/** Which repository: `owner/name` or the record. */
export type RepositoryName = string | Repository;

/** Who does it, and to which issue or pull request. */
type On = { readonly repo: RepositoryName; readonly number: number; readonly by: string };

/** What people do on GitHub's pages and by git. Each sends the webhooks that GitHub sends. */
export type People = {
  readonly openIssue: (issue: {
    readonly repo: RepositoryName;
    readonly author: string;
    readonly title: string;
    readonly body?: string;
    readonly labels?: readonly string[];
  }) => Promise<Issue>;
  /** Title or body; of a pull request too. */
  readonly editIssue: (on: On & { readonly title?: string; readonly body?: string }) => Promise<void>;
  readonly labelIssue: (on: On & { readonly label: string }) => Promise<void>;
  readonly unlabelIssue: (on: On & { readonly label: string }) => Promise<void>;
  readonly closeIssue: (on: On & { readonly reason?: IssueEdit['stateReason'] }) => Promise<void>;
  readonly reopenIssue: (on: On) => Promise<void>;
  /** Puts an issue below another, or takes it away from there. */
  readonly putBelow: (on: On & { readonly parent: number; readonly isBelow?: boolean }) => Promise<void>;
  /** Marks an issue as blocked by another, or takes that away. */
  readonly blockIssue: (on: On & { readonly blocker: number; readonly isBlocked?: boolean }) => Promise<void>;
  readonly commentOn: (comment: {
    readonly repo: RepositoryName;
    readonly number: number;
    readonly author: string;
    readonly body: string;
    /** It was written so many seconds ago, and GitHub tells of it only now; default: 0. */
    readonly ago?: number;
  }) => Promise<Comment>;
  readonly editComment: (edit: {
    readonly repo: RepositoryName;
    readonly comment: number;
    readonly by: string;
    readonly body: string;
  }) => Promise<void>;
  readonly deleteComment: (it: {
    readonly repo: RepositoryName;
    readonly comment: number;
    readonly by: string;
  }) => Promise<void>;
  readonly reactToComment: (reaction: {
    readonly repo: RepositoryName;
    readonly comment: number;
    readonly by: string;
    readonly content: string;
  }) => Promise<Reaction>;
  readonly openPull: (pull: NewPull & { readonly repo: RepositoryName; readonly author: string }) => Promise<Pull>;
  /** Returns the commit that merged it. */
  readonly mergePull: (on: On & { readonly method?: MergeMethod }) => Promise<string>;
  readonly closePull: (on: On) => Promise<void>;
  readonly reopenPull: (on: On) => Promise<void>;
  readonly retargetPull: (on: On & { readonly base: string }) => Promise<void>;
  readonly setDraft: (on: On & { readonly draft: boolean }) => Promise<void>;
  readonly reviewPull: (
    on: On & {
      readonly state: Review['state'];
      readonly body?: string | undefined;
      readonly comments?: readonly LineComment[];
    },
  ) => Promise<Review>;
  /** Resolves the thread that a comment began. */
  readonly resolveThread: (on: On & { readonly comment: number }) => Promise<void>;
  /** A real commit on a branch (made from the default branch if it is new), with the events of a push; returns its id. */
  readonly pushCommit: (push: Pushed & { readonly repo: RepositoryName }) => Promise<string>;
  readonly deleteBranch: (branch: {
    readonly repo: RepositoryName;
    readonly branch: string;
    readonly by: string;
  }) => Promise<void>;
  /** Presses a button that a check run shows. */
  readonly pressCheckButton: (press: {
    readonly repo: RepositoryName;
    readonly check: number;
    readonly by: string;
    readonly identifier: string;
  }) => Promise<void>;
  /** Presses "Re-run" of a check run. */
  readonly rerequestCheck: (it: {
    readonly repo: RepositoryName;
    readonly check: number;
    readonly by: string;
  }) => Promise<void>;
  /** Another app (a team's CI) says how a commit fared. */
  readonly reportCheck: (check: ReportedCheck & { readonly repo: RepositoryName }) => Promise<CheckRun>;
};

/** The people of a world. */
export function createPeople(world: World, find: (name: RepositoryName) => Repository): People {
  /** Runs in a repository while nobody else changes it. */
  const at = async <Result>(
    { repo }: { readonly repo: RepositoryName },
    work: (repository: Repository) => Promise<Result> | Result,
  ): Promise<Result> => {
    const repository = find(repo);
    return await world.alone(repository, async () => await work(repository));
  };
  const edit = (on: On, change: IssueEdit): Promise<void> =>
    at(on, async (repository) => {
      const issue = findIssue(repository, on.number);
      if (!isPull(issue)) await editIssue(world, repository, issue, on.by, change);
      else if (change.state === undefined) await editPull(world, repository, issue, on.by, change);
      else await changePullState(world, repository, issue, on.by, change.state);
    });
  const pull = <Result>(on: On, work: (repository: Repository, record: Pull) => Promise<Result>): Promise<Result> =>
    at(on, (repository) => work(repository, findPull(repository, on.number)));

  return {
    openIssue: (issue) => at(issue, (repository) => openIssue(world, repository, issue.author, issue)),
    editIssue: (on) => edit(on, { title: on.title, body: on.body }),
    labelIssue: (on) =>
      at(on, (repository) => addLabels(world, repository, findIssue(repository, on.number), on.by, [on.label])),
    unlabelIssue: (on) =>
      at(on, async (repository) => {
        await removeLabel(world, repository, findIssue(repository, on.number), on.by, on.label);
      }),
    closeIssue: (on) => edit(on, { state: 'closed', stateReason: on.reason }),
    reopenIssue: (on) => edit(on, { state: 'open' }),
    putBelow: ({ number: issue, parent, isBelow = true, ...on }) =>
      at(on, (repository) => setBelow(world, repository, on.by, { issue, parent, isBelow })),
    blockIssue: ({ number: issue, blocker, isBlocked = true, ...on }) =>
      at(on, (repository) => setBlocked(world, repository, on.by, { issue, blocker, isBlocked })),
    commentOn: (comment) =>
      at(comment, (repository) => {
        const issue = findIssue(repository, comment.number);
        const writtenAt = world.now() - (comment.ago ?? 0) * 1_000;
        return addComment(world, repository, issue, comment.author, comment.body, writtenAt);
      }),
    editComment: (it) =>
      at(it, (repository) => editComment(world, repository, findComment(repository, it.comment), it.by, it.body)),
    deleteComment: (it) =>
      at(it, (repository) => deleteComment(world, repository, findComment(repository, it.comment), it.by)),
    reactToComment: (it) =>
      at(it, (repository) => react(world, findComment(repository, it.comment), it.by, it.content).reaction),
    openPull: (wanted) => at(wanted, (repository) => openPull(world, repository, wanted.author, wanted)),
    mergePull: (on) =>
      pull(on, (repository, record) => mergePull(world, repository, record, on.by, { method: on.method ?? 'merge' })),
    closePull: (on) => edit(on, { state: 'closed' }),
    reopenPull: (on) => edit(on, { state: 'open' }),
    retargetPull: (on) =>
      pull(on, (repository, record) => editPull(world, repository, record, on.by, { base: on.base })),
    setDraft: (on) => pull(on, (repository, record) => setDraft(world, repository, record, on.by, on.draft)),
    reviewPull: (on) => pull(on, (repository, record) => reviewPull(world, repository, record, on)),
    resolveThread: (on) => pull(on, async (repository, record) => resolveThread(world, repository, record, on)),
    pushCommit: (push) => at(push, (repository) => pushCommit(world, repository, push)),
    deleteBranch: (it) => at(it, (repository) => deleteBranch(world, repository, it.branch, it.by)),
    pressCheckButton: (it) =>
      at(it, (repository) => pressCheckButton(world, repository, findCheckRun(repository, it.check), it)),
    rerequestCheck: (it) =>
      at(it, (repository) => rerequestCheck(world, repository, findCheckRun(repository, it.check), it.by)),
    reportCheck: (check) => at(check, (repository) => reportCheck(world, repository, check)),
  };
}
