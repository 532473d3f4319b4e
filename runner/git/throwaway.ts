import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeTree } from '../files/remove_tree.ts';
import type { AttemptFolder } from './attempt_folder.ts';
import { copyIndex, writeGitDirectory } from './git_directory.ts';
import { GitError } from './git_error.ts';

/** What the agent's git directory shows. */
export type ThrowawayOptions = {
  /** The commit that `HEAD` is at. */
  readonly commit: string;
  /** The branch that `HEAD` is on: what `git status` and `git branch` show. */
  readonly branch: string;
};

const branchPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/**
 * The agent may commit, stash and branch, so it needs a name to do that under. Its commits are not kept; only files are.
 */
const throwawayConfiguration = [
  '[core]',
  '\trepositoryformatversion = 0',
  '\tfilemode = true',
  '\tbare = false',
  '\tlogallrefupdates = true',
  '[user]',
  '\tname = Planwright agent',
  '\temail = agent@planwright.invalid',
  '[gc]',
  '\tauto = 0',
  '[maintenance]',
  '\tauto = false',
  '',
].join('\n');

/**
 * Makes `tree/.git`, a whole git directory that the agent may use and break as it likes: `status` is clean at once, and
 * `diff`, `add`, `stash`, `commit`, `restore`, `log` and `branch` work. It borrows the mirror's objects for reading, has
 * no remote, and nothing in it ever counts. Whatever is at `tree/.git` is removed: a folder without permissions, a file or
 * a symbolic link included. Call it again for a verification, which then sees what was committed and nothing an agent planted.
 * @throws GitError `worktree_replaced`
 */
export async function refreshThrowaway(attempt: AttemptFolder, options: ThrowawayOptions): Promise<void> {
  await requireRealTree(attempt);
  const folder = join(attempt.tree, '.git');
  await removeTree(folder);
  await writeThrowaway(folder, attempt, options);
  await copyIndex(join(attempt.git, 'index'), join(folder, 'index'));
}

/** Writes such a git directory, all but its index, into the missing `folder`. */
export async function writeThrowaway(folder: string, attempt: AttemptFolder, options: ThrowawayOptions): Promise<void> {
  if (!branchPattern.test(options.branch)) throw new Error(`${options.branch} is no name for a branch.`);
  await writeGitDirectory(folder, {
    head: `ref: refs/heads/${options.branch}`,
    config: throwawayConfiguration,
    alternates: [attempt.mirrorObjects],
    branches: { [options.branch]: options.commit },
    shallow: join(dirname(attempt.mirrorObjects), 'shallow'),
  });
}

/**
 * Checks that the worktree is still a folder. An agent without a sandbox could have put a symbolic link in its place, and
 * git would then commit another folder's content.
 * @throws GitError `worktree_replaced`
 */
export async function requireRealTree(attempt: AttemptFolder): Promise<void> {
  const status = await lstat(attempt.tree).catch(() => undefined);
  if (status === undefined || !status.isDirectory()) {
    throw new GitError('worktree_replaced', `${attempt.tree} is no longer the folder of this attempt.`);
  }
}
