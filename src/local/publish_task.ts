import type { Effect, EffectAnswer } from '../core/effects/effect.ts';
import { commitMissing } from '../core/text/commit_missing.ts';
import { shortCommit } from '../core/text/short_commit.ts';
import { inTheWay } from './begin_run.ts';
import { BranchMovedError } from './branch_moved.ts';
import { commitExists, isAncestor } from './git/ancestry.ts';
import { checkedOutIn } from './git/checked_out.ts';
import { branchInTheWay, readRef, updateRefs } from './git/refs.ts';
import type { RepositoryFolders } from './git/repository_folders.ts';

type PublishTask = Extract<Effect, { kind: 'publish_task' }>;

/** Creates or fast-forwards the task's branch. Nothing is ever forced. */
export async function publishTask(effect: PublishTask, folders: RepositoryFolders): Promise<EffectAnswer> {
  const { commonDir } = folders;
  const { branch, commit } = effect;
  const ref = `refs/heads/${branch}`;
  if (!(await commitExists(commonDir, commit))) {
    return {
      kind: 'refused',
      message: commitMissing(commit),
    };
  }
  const current = await readRef(commonDir, ref);
  if (current !== undefined && (await isAncestor(commonDir, commit, current))) return { kind: 'published', pull: null };
  if (current === undefined) {
    const way = await branchInTheWay(commonDir, ref);
    if (way !== undefined) return { kind: 'refused', message: inTheWay(way, ref) };
  } else if (!(await isAncestor(commonDir, current, commit))) {
    return {
      kind: 'refused',
      message: `The branch \`${branch}\` has commits that are not the task's (${shortCommit(current)}); rename or delete it, then retry the task.`,
    };
  }
  const folder = await checkedOutIn(commonDir, ref);
  if (folder !== undefined) return { kind: 'refused', message: checkedOut(branch, folder) };
  const moved = await updateRefs(commonDir, [{ ref, to: commit, from: current }], 'planwright: task published');
  if (!moved) throw new BranchMovedError(branch);
  return { kind: 'published', pull: null };
}

/** Why a branch is not moved, and what to do. */
export function checkedOut(branch: string, folder: string): string {
  return `The branch \`${branch}\` is checked out in ${folder}, and moving it would disturb your files there; switch to another branch, then retry the task.`;
}
