import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists, removeTree } from '../files/remove_tree.ts';
import { type AttemptFolder, attemptFolder } from './attempt_folder.ts';
import type { Mirror } from './mirror.ts';

/** A worktree that the mirror knows of. */
export type RegisteredWorktree = {
  /** The folder of the registration, `<mirror>/worktrees/<name>`. */
  readonly registration: string;
  readonly tree: string;
  readonly attempt: AttemptFolder;
};

/** All worktrees the mirror knows of, those whose folder is gone included. Reads files and starts no process. */
export async function listWorktrees(mirror: Mirror): Promise<RegisteredWorktree[]> {
  const folder = join(mirror.folder, 'worktrees');
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const registration = join(folder, name);
      const tree = await treeOf(registration);
      if (tree === undefined) return undefined;
      return { registration, tree, attempt: attemptFolder(dirname(tree), mirror.folder) };
    }),
  );
  return found.filter((worktree) => worktree !== undefined);
}

/** The folder that a registration is of; undefined where it is none, or not a whole one yet. */
async function treeOf(registration: string): Promise<string | undefined> {
  const pointer = await readFile(join(registration, 'gitdir'), 'utf8').catch(() => undefined);
  return pointer === undefined ? undefined : dirname(pointer.trimEnd());
}

/**
 * Forgets the worktrees whose folder is gone. Folders are never removed here: whoever finds a leftover one salvages it
 * first and then removes it with `removeWorktree`. A worktree that is just being added is safe: git makes its folder before
 * it names it in the registration.
 */
export async function pruneWorktrees(mirror: Mirror): Promise<void> {
  for (const worktree of await listWorktrees(mirror)) {
    if (!(await exists(worktree.tree))) await forgetRegistration(mirror, worktree);
  }
}

/**
 * Removes a registration at once as git sees it: it is moved out of git's sight first. Removed file by file, it would for a
 * moment be half a registration, on which every other git process in the mirror fails; and its name could be given to a new
 * worktree, whose registration would then be removed with it.
 */
export async function forgetRegistration(
  mirror: Mirror,
  { registration, tree }: Pick<RegisteredWorktree, 'registration' | 'tree'>,
): Promise<void> {
  // Since it was listed another process may have forgotten it, and git given its name to another worktree.
  if ((await treeOf(registration)) !== tree) return;
  const forgotten = join(mirror.folder, `forgotten-${randomUUID()}`);
  try {
    await rename(registration, forgotten);
  } catch (error) {
    // Another process was faster.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  await removeTree(forgotten);
}
