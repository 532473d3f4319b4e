import { isAncestor, readRefs } from '../git/bare_repository.ts';
import { git } from '../git/git.ts';
import { mergeCommitOf } from '../git/merging.ts';
import type { Pull } from '../render/pull.ts';
import type { Repository } from '../state.ts';
import type { World } from '../world.ts';
import { closeMentioned } from './close_mentioned.ts';
import { isPull, openPulls, touch } from './find.ts';
import { changePullState, editPull, emitPull } from './pulls.ts';
import { emitPush } from './push_event.ts';

const branchPrefix = 'refs/heads/';

/** A ref that came, moved or went. */
export type RefChange = {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/**
 * Looks at what refs changed since it last looked, and does what GitHub does then: push events, pull requests that moved, were
 * merged by their commits reaching the base, or lost a branch. To be called while nothing else changes the repository.
 */
export async function tellRefChanges(world: World, repository: Repository, actor: string): Promise<void> {
  const before = repository.refs;
  const after = await readRefs(repository.folder);
  repository.refs = after;
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .map((ref): RefChange => ({ ref, before: before.get(ref), after: after.get(ref) }))
    .filter((change) => change.before !== change.after)
    .filter(({ ref }) => ref.startsWith(branchPrefix) || ref.startsWith('refs/tags/'));
  if (changes.length === 0) return;
  repository.pushedAt = world.now();
  touch(world, repository);
  for (const change of changes) await emitPush(world, repository, change, actor);
  for (const { ref, before: old, after: now } of changes) {
    if (!ref.startsWith(branchPrefix)) continue;
    const branch = ref.slice(branchPrefix.length);
    if (now === undefined) await branchGone(world, repository, branch, actor);
    else await branchMoved(world, repository, branch, old, now, actor);
  }
}

async function branchMoved(
  world: World,
  repository: Repository,
  branch: string,
  before: string | undefined,
  after: string,
  actor: string,
): Promise<void> {
  for (const record of openPulls(repository)) {
    if (record.pull.headBranch !== branch || record.pull.headSha === after) continue;
    record.pull.headSha = after;
    record.pull.baseSha = repository.refs.get(`${branchPrefix}${record.pull.baseBranch}`) ?? record.pull.baseSha;
    await git(repository.folder, ['update-ref', `refs/pull/${record.number}/head`, after]);
    touch(world, record);
    await emitPull(world, repository, record, actor, 'synchronize', { before: before ?? after, after });
  }
  for (const record of openPulls(repository)) {
    const { baseBranch, headBranch, headSha } = record.pull;
    if (baseBranch !== branch && headBranch !== branch) continue;
    const base = repository.refs.get(`${branchPrefix}${baseBranch}`);
    if (base !== undefined && (await isAncestor(repository.folder, headSha, base))) {
      await markMerged(world, repository, record, actor, await mergeCommitOf(repository.folder, base, headSha));
    }
  }
}

/** The pull request is merged: by this commit, as a push or the merge endpoint did it. */
export async function markMerged(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  mergeCommit: string,
): Promise<void> {
  const now = world.now();
  Object.assign(record.pull, { mergedAt: now, mergedBy: actor, mergeCommitSha: mergeCommit });
  Object.assign(record, { state: 'closed', closedAt: now, closedBy: actor, updatedAt: now });
  await emitPull(world, repository, record, actor, 'closed');
  if (record.pull.baseBranch === repository.defaultBranch) {
    await closeMentioned(world, repository, actor, record.body ?? '');
  }
}

async function branchGone(world: World, repository: Repository, branch: string, actor: string): Promise<void> {
  for (const record of openPulls(repository)) {
    const { headBranch, baseBranch } = record.pull;
    if (headBranch === branch) await changePullState(world, repository, record, actor, 'closed');
    else if (baseBranch === branch) await baseGone(world, repository, record, actor);
  }
}

/** A merged branch's own base takes its place; else the pull request is closed. */
async function baseGone(world: World, repository: Repository, record: Pull, actor: string): Promise<void> {
  const merged = [...repository.issues.values()]
    .filter(isPull)
    .find(({ pull }) => pull.headBranch === record.pull.baseBranch && pull.mergedAt !== null);
  if (merged === undefined) await changePullState(world, repository, record, actor, 'closed');
  else await editPull(world, repository, record, actor, { base: merged.pull.baseBranch });
}
