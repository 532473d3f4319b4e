import { ApiError, validationFailed } from '../api_error.ts';
import { isAncestor } from '../git/bare_repository.ts';
import { git } from '../git/git.ts';
import { mergedTree } from '../git/merging.ts';
import { type Mergeability, type Pull, renderPull } from '../render/pull.ts';
import type { IssueState, PullDetails, Repository } from '../state.ts';
import type { World } from '../world.ts';
import { openPulls, touch } from './find.ts';
import { changeText, newIssue, refuseLongBody } from './issues.ts';

/** A pull request to be. `head` and `base` are branches of this repository. */
export type NewPull = {
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly head: string;
  readonly base: string;
  readonly draft?: boolean | undefined;
};

/** Opens a pull request, or refuses with 422 in GitHub's words. */
export async function openPull(world: World, repository: Repository, author: string, wanted: NewPull): Promise<Pull> {
  refuseLongBody('PullRequest', wanted.body);
  const head = wanted.head.replace(new RegExp(`^${repository.owner}:`, 'i'), '');
  const headSha = repository.refs.get(`refs/heads/${head}`);
  const baseSha = repository.refs.get(`refs/heads/${wanted.base}`);
  if (headSha === undefined) throw validationFailed('PullRequest', { field: 'head', code: 'invalid' });
  if (baseSha === undefined) throw validationFailed('PullRequest', { field: 'base', code: 'invalid' });
  if (wanted.draft === true && !repository.drafts) {
    throw new ApiError(422, { message: 'Draft pull requests are not supported in this repository.' });
  }
  refuseDouble(repository, head, wanted.base);
  if (await isAncestor(repository.folder, headSha, baseSha)) {
    throw refusedPull(`No commits between ${wanted.base} and ${head}`);
  }
  const pull: PullDetails = {
    headBranch: head,
    headSha,
    baseBranch: wanted.base,
    baseSha,
    draft: wanted.draft ?? false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    requestedReviewers: [],
    requestedTeams: [],
    reviews: [],
    reviewComments: [],
    mergeableAskedFor: null,
  };
  const record: Pull = { ...newIssue(world, repository, author, wanted.title, wanted.body ?? null), pull };
  repository.issues.set(record.number, record);
  await git(repository.folder, ['update-ref', `refs/pull/${record.number}/head`, headSha]);
  await emitPull(world, repository, record, author, 'opened');
  return record;
}

function refuseDouble(repository: Repository, head: string, base: string): void {
  const double = openPulls(repository).some(({ pull }) => pull.headBranch === head && pull.baseBranch === base);
  if (double) throw refusedPull(`A pull request already exists for ${repository.owner}:${head}.`);
}

function refusedPull(message: string): ApiError {
  return validationFailed('PullRequest', { code: 'custom', message });
}

/** Changes title, body and base. */
export async function editPull(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  edit: {
    readonly title?: string | undefined;
    readonly body?: string | null | undefined;
    readonly base?: string | undefined;
  },
): Promise<void> {
  refuseLongBody('PullRequest', edit.body);
  const rebase = edit.base !== undefined && edit.base !== record.pull.baseBranch ? edit.base : undefined;
  const baseSha = rebase === undefined ? undefined : repository.refs.get(`refs/heads/${rebase}`);
  if (rebase !== undefined && baseSha === undefined) {
    throw validationFailed('PullRequest', { field: 'base', code: 'invalid' });
  }
  if (rebase !== undefined && record.state === 'closed') {
    throw refusedPull('Cannot change the base branch of a closed pull request.');
  }
  if (rebase !== undefined) refuseDouble(repository, record.pull.headBranch, rebase);
  const text = changeText(record, edit);
  const { baseBranch, baseSha: formerSha } = record.pull;
  if (rebase !== undefined && baseSha !== undefined) {
    record.pull.baseBranch = rebase;
    record.pull.baseSha = baseSha;
  }
  if (text === undefined && rebase === undefined) return;
  touch(world, record);
  const base = rebase === undefined ? {} : { base: { ref: { from: baseBranch }, sha: { from: formerSha } } };
  await emitPull(world, repository, record, actor, 'edited', { changes: { ...text, ...base } });
}

/** Closes or reopens without merging; 422 where a branch is gone or was rewritten. */
export async function changePullState(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  state: IssueState,
): Promise<void> {
  if (record.state === state) return;
  if (state === 'open') {
    const head = repository.refs.get(`refs/heads/${record.pull.headBranch}`);
    const base = repository.refs.get(`refs/heads/${record.pull.baseBranch}`);
    // One that was force-pushed since is not opened again.
    const stays = head !== undefined && (await isAncestor(repository.folder, record.pull.headSha, head));
    if (record.pull.mergedAt !== null || base === undefined || !stays) {
      throw validationFailed('PullRequest', { field: 'state', code: 'invalid', message: 'state cannot be changed.' });
    }
    refuseDouble(repository, record.pull.headBranch, record.pull.baseBranch);
    record.pull.headSha = head;
  }
  record.state = state;
  record.closedAt = state === 'closed' ? world.now() : null;
  record.closedBy = state === 'closed' ? actor : null;
  touch(world, record);
  await emitPull(world, repository, record, actor, state === 'closed' ? 'closed' : 'reopened');
}

/** Makes a draft of it, or a pull request that is ready. */
export async function setDraft(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  draft: boolean,
): Promise<void> {
  if (record.pull.draft === draft) return;
  record.pull.draft = draft;
  touch(world, record);
  await emitPull(world, repository, record, actor, draft ? 'converted_to_draft' : 'ready_for_review');
}

/** Whether it could be merged now. `asks`: this is the question that GitHub answers with "unknown" at first. */
export async function mergeability(
  world: World,
  repository: Repository,
  { pull, state }: Pull,
  asks: boolean,
): Promise<Mergeability> {
  const base = repository.refs.get(`refs/heads/${pull.baseBranch}`);
  if (state === 'closed' || base === undefined) return { mergeable: null, state: 'unknown' };
  const question = `${pull.headSha} ${base}`;
  if (asks && world.mergeability === 'lazy' && pull.mergeableAskedFor !== question) {
    pull.mergeableAskedFor = question;
    return { mergeable: null, state: 'unknown' };
  }
  const mergeable = (await mergedTree(repository.folder, base, pull.headSha)) !== undefined;
  return { mergeable, state: mergeable ? (pull.draft ? 'draft' : 'clean') : 'dirty' };
}

/** Tells what happened to a pull request. */
export async function emitPull(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  action: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const pull = await renderPull(world, repository, record);
  world.emit('pull_request', repository, actor, { action, number: record.number, pull_request: pull, ...more });
}
