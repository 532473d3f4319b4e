import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeTree } from '../files/remove_tree.ts';
import { checkedCommitId } from './ancestry.ts';
import { type AttemptFolder, attemptFolder } from './attempt_folder.ts';
import { runGit } from './git.ts';
import { copyIndex, writeGitDirectory } from './git_directory.ts';
import { GitError } from './git_error.ts';
import { withFileLock } from './lock.ts';
import { keepConfiguration, type Mirror } from './mirror.ts';
import { writeThrowaway } from './throwaway.ts';
import { forgetRegistration, listWorktrees, pruneWorktrees } from './worktree_list.ts';

/** What an attempt's worktree starts from. */
export type WorktreeOptions = {
  /** The attempt's folder; its `tree` and `git` must not exist yet. */
  readonly folder: string;
  readonly commit: string;
  /** The branch that the agent's git shows. */
  readonly branch: string;
  readonly signal?: AbortSignal | undefined;
};

/** The configuration of the runner's git directory of an attempt. Written before each use. */
const attemptConfiguration = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n';

/**
 * Checks `commit` out into a new worktree of the mirror and makes it ready for an agent: registered and locked in the
 * mirror, detached, with the agent's throwaway git directory in place of git's pointer file. Costs two git processes; the
 * small files are written while they run. What the repository says about filters (LFS too) has no effect: files are as they
 * are stored.
 * @throws GitError `git_failed`, `commit_missing`
 */
export async function addWorktree(mirror: Mirror, options: WorktreeOptions): Promise<AttemptFolder> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const attempt = attemptFolder(await realpath(options.folder), mirror.folder);
  const throwaway = join(attempt.folder, 'throwaway');
  await keepConfiguration(mirror);
  const registration = await withFileLock(join(attempt.folder, 'lock'), async (heldFile) => {
    const checkingOut = checkOut(mirror, attempt, options, heldFile);
    await allEnded([
      checkingOut,
      writeThrowaway(throwaway, attempt, options),
      writeGitDirectory(attempt.git, {
        head: options.commit,
        config: attemptConfiguration,
        alternates: [],
        shallow: join(mirror.folder, 'shallow'),
      }),
    ]);
    return await checkingOut;
  });
  const index = join(registration, 'index');
  await Promise.all([
    copyIndex(index, join(attempt.git, 'index')),
    copyIndex(index, join(throwaway, 'index')),
    rm(join(attempt.tree, '.git')),
  ]);
  await rename(throwaway, join(attempt.tree, '.git'));
  await writeFile(join(attempt.git, 'ORIG_HEAD'), `${options.commit}\n`);
  return attempt;
}

/** Rejects with the first failure, but not before all have ended: nothing writes to the folder once the lock is free. */
async function allEnded(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

/** Returns the folder of the worktree's registration in the mirror. */
async function checkOut(
  mirror: Mirror,
  attempt: AttemptFolder,
  options: WorktreeOptions,
  heldFile: number,
): Promise<string> {
  const { signal, commit } = options;
  const register = ['worktree', 'add', '--quiet', '--detach', '--lock', '--no-checkout', '--'];
  // Over in a moment, and not to be stopped: half a registration is nobody's, and would stay for ever.
  await runGit([...register, attempt.tree, checkedCommitId(commit)], { gitDir: mirror.folder, heldFile });
  const registration = await readRegistration(mirror, attempt);
  // As many workers as there are cores.
  const fill = ['-c', 'checkout.workers=0', 'reset', '--hard', '--quiet', '--no-recurse-submodules'];
  await runGit(fill, { gitDir: registration, workTree: attempt.tree, signal, heldFile });
  return registration;
}

/** Makes the runner's git directory trustworthy again before git uses it: configuration, and an empty quarantine. */
export async function renewAttemptGit(attempt: AttemptFolder): Promise<void> {
  for (const name of ['objects', 'info']) await rm(join(attempt.git, name), { recursive: true, force: true });
  await mkdir(join(attempt.git, 'objects', 'pack'), { recursive: true });
  await rm(join(attempt.git, 'config'), { force: true });
  await writeFile(join(attempt.git, 'config'), attemptConfiguration, { flag: 'wx' });
  await rm(join(attempt.git, 'index.lock'), { force: true });
}

/** The commits that the attempt started from and stands on now; undefined if its worktree was never made ready. */
export async function attemptCommits(attempt: AttemptFolder): Promise<{ start: string; head: string } | undefined> {
  const [start, head] = await Promise.all(
    ['ORIG_HEAD', 'HEAD'].map((name) => readFile(join(attempt.git, name), 'utf8').catch(() => undefined)),
  );
  if (start === undefined || head === undefined) return undefined;
  return { start: checkedCommitId(start.trim()), head: checkedCommitId(head.trim()) };
}

/** Records that the attempt stands on `commit` now. */
export async function moveAttemptHead(attempt: AttemptFolder, commit: string): Promise<void> {
  const making = join(attempt.git, 'HEAD.new');
  await writeFile(making, `${commit}\n`);
  await rename(making, join(attempt.git, 'HEAD'));
}

/**
 * Removes an attempt's folder with its worktree, and its registration in the mirror. Its content must have been pushed or
 * salvaged before. Waits for the checkout of a runner that was killed, which goes on without it. Repeating it, or removing
 * what a crash left half made, is fine.
 */
export async function removeWorktree(mirror: Mirror, attempt: AttemptFolder): Promise<void> {
  const folder = await realpath(attempt.folder).catch(() => undefined);
  if (folder === undefined) return await pruneWorktrees(mirror);
  const { tree } = attemptFolder(folder, mirror.folder);
  await withFileLock(join(folder, 'lock'), async () => {
    const registered = (await listWorktrees(mirror)).filter((worktree) => worktree.tree === tree);
    // Once the tree is gone anybody forgets its registration, and git gives the name to the next worktree.
    for (const worktree of registered) await forgetRegistration(mirror, worktree);
    await removeTree(folder);
  });
}

/** The pointer file says which name git chose for the worktree; no agent has had a chance to change it yet. */
async function readRegistration(mirror: Mirror, attempt: AttemptFolder): Promise<string> {
  const pointer = await readFile(join(attempt.tree, '.git'), 'utf8');
  const registration = /^gitdir: (.*)\n$/.exec(pointer)?.[1];
  if (registration === undefined || dirname(registration) !== join(mirror.folder, 'worktrees')) {
    throw new GitError('git_failed', `git registered the worktree ${attempt.tree} in an unexpected place.`);
  }
  return registration;
}
