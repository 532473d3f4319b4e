import type { ChangedPath } from './changed_paths.ts';
import { runGit } from './git.ts';
import { GitError } from './git_error.ts';
import type { Mirror } from './mirror.ts';

/** The largest file that is committed: beyond it GitHub warns, and at twice the size it refuses the push. */
export const LARGEST_FILE_BYTES = 50 * 1024 * 1024;

/**
 * Refuses a commit with a file that is too large for a repository.
 *
 * @param changed what the commit, which is in the mirror, has added or changed
 * @throws GitError `file_too_large`; the message names the file and how to mend it
 */
export async function refuseLargeFiles(
  mirror: Mirror,
  changed: readonly ChangedPath[],
  limitBytes: number,
  signal?: AbortSignal,
): Promise<void> {
  const files = changed.filter(({ kind, objectId }) => objectId !== undefined && kind !== 'submodule');
  if (files.length === 0) return;
  const { stdout } = await runGit(['cat-file', '--batch-check=%(objectsize)'], {
    gitDir: mirror.folder,
    stdin: files.map(({ objectId }) => `${objectId}\n`).join(''),
    signal,
  });
  const sizes = stdout.split('\n').map(Number);
  const large = files.findIndex((_, index) => (sizes[index] ?? 0) > limitBytes);
  const file = files[large];
  if (file === undefined) return;
  const name = JSON.stringify(file.path);
  throw new GitError(
    'file_too_large',
    `${name} has ${sizes[large]} bytes, and ${limitBytes} is the most that is committed; remove it, or let .gitignore name it.`,
  );
}
