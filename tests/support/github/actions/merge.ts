import { refused } from '../api_error.ts';
import { commitTree, isAncestor, updateRef } from '../git/bare_repository.ts';
import type { Signature } from '../git/git.ts';
import { mergedTree, rebased } from '../git/merging.ts';
import { readCommit } from '../git/read_commits.ts';
import { signatureOf } from '../render/commit.ts';
import type { Pull } from '../render/pull.ts';
import type { MergeMethods, Repository } from '../state.ts';
import type { World } from '../world.ts';
import { markMerged, tellRefChanges } from './ref_changes.ts';

/** How a pull request is merged. */
export type MergeMethod = keyof MergeMethods;

/** What became of merging a commit into a branch. */
export type MergeResult =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'nothing_to_merge' }
  | { readonly kind: 'conflict' };

/** Merges a commit into a branch as the merges endpoint does: with a merge commit always. */
export async function mergeCommit(
  world: World,
  repository: Repository,
  actor: string,
  merge: { readonly branch: string; readonly base: string; readonly head: string; readonly message: string },
): Promise<MergeResult> {
  const { folder } = repository;
  if (await isAncestor(folder, merge.head, merge.base)) return { kind: 'nothing_to_merge' };
  const tree = await mergedTree(folder, merge.base, merge.head);
  if (tree === undefined) return { kind: 'conflict' };
  const author = signatureOf(actor, world.now());
  const parents = [merge.base, merge.head];
  const commit = await commitTree(folder, { tree, parents, message: merge.message, author, committer: gitHub(world) });
  await updateRef(folder, `refs/heads/${merge.branch}`, commit, merge.base);
  await tellRefChanges(world, repository, actor);
  return { kind: 'merged', commit };
}

/** Merges a pull request; 405 where that cannot be, 409 where the head is not the expected one. Returns the commit. */
export async function mergePull(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  how: {
    readonly method: MergeMethod;
    readonly sha?: string | undefined;
    readonly title?: string | undefined;
    readonly message?: string | undefined;
  },
): Promise<string> {
  const base = repository.refs.get(`refs/heads/${record.pull.baseBranch}`);
  if (record.state === 'closed' || record.pull.draft || base === undefined) {
    throw refused(405, record.pull.draft ? 'Pull Request is still a draft' : 'Pull Request is not mergeable');
  }
  if (!repository.allow[how.method]) throw refused(405, `${wordOf[how.method]} are not allowed on this repository.`);
  if (how.sha !== undefined && how.sha !== record.pull.headSha) {
    throw refused(409, 'Head branch was modified. Review and try the merge again.');
  }
  const commit = await commitOf(world, repository, record, actor, base, how);
  if (commit === undefined) throw refused(405, 'Pull Request is not mergeable');
  await updateRef(repository.folder, `refs/heads/${record.pull.baseBranch}`, commit, base);
  await tellRefChanges(world, repository, actor);
  if (record.pull.mergedAt === null) await markMerged(world, repository, record, actor, commit);
  record.pull.mergeCommitSha = commit;
  return commit;
}

const wordOf: Readonly<Record<MergeMethod, string>> = {
  merge: 'Merge commits',
  squash: 'Squash merges',
  rebase: 'Rebase merges',
};

async function commitOf(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  base: string,
  how: { readonly method: MergeMethod; readonly title?: string | undefined; readonly message?: string | undefined },
): Promise<string | undefined> {
  const { folder } = repository;
  const { headSha, headBranch } = record.pull;
  if (how.method === 'rebase') return await rebased(folder, base, headSha, gitHub(world));
  const tree = await mergedTree(folder, base, headSha);
  if (tree === undefined) return undefined;
  const author = how.method === 'squash' ? (await readCommit(folder, headSha)).author : signatureOf(actor, world.now());
  const merging = how.method === 'merge';
  const title =
    how.title ??
    (merging
      ? `Merge pull request #${record.number} from ${repository.owner}/${headBranch}`
      : `${record.title} (#${record.number})`);
  const message = how.message ?? (merging ? record.title : '');
  return await commitTree(folder, {
    tree,
    parents: merging ? [base, headSha] : [base],
    message: message === '' ? title : `${title}\n\n${message}`,
    author,
    committer: gitHub(world),
  });
}

function gitHub(world: World): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', time: world.now() };
}
