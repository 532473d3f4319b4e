import { rm } from 'node:fs/promises';
import { exists, removeTree } from '../files/remove_tree.ts';
import { attemptFolder } from '../git/attempt_folder.ts';
import type { AttemptPaths } from './attempt_paths.ts';
import type { AttemptRecord } from './attempt_record.ts';
import type { GitPort } from './git_port.ts';

/**
 * Removes all that an attempt left on this machine. To be called only when its work is safe, and nothing of it runs.
 * Repeating it is fine.
 */
export async function cleanUpAttempt(
  git: GitPort,
  workDir: string,
  paths: AttemptPaths,
  { repository, socketFolder }: Pick<AttemptRecord, 'repository' | 'socketFolder'>,
): Promise<void> {
  const mirror = await git.openMirror({ workDir, repository: repository.id, cloneUrl: repository.cloneUrl });
  for (const folder of [paths.checkout, paths.cleanCheckout]) {
    if (await exists(folder)) await git.removeWorktree(mirror, attemptFolder(folder, mirror.folder));
  }
  await rm(socketFolder, { recursive: true, force: true });
  await removeTree(paths.path);
}
