import { checkedCommitId } from '../git/ancestry.ts';
import { runGit } from '../git/git.ts';
import type { Mirror } from '../git/mirror.ts';

/** How much two commits differ. Binary files count as changed, with no lines. */
export type DiffSize = { readonly changedFiles: number; readonly insertions: number; readonly deletions: number };

/** The size of the difference from `base` to `commit`, both in the mirror. */
export async function diffSize(mirror: Mirror, base: string, commit: string, signal?: AbortSignal): Promise<DiffSize> {
  const { stdout } = await runGit(
    [
      'diff-tree',
      '-r',
      '--numstat',
      '-z',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      checkedCommitId(base),
      checkedCommitId(commit),
    ],
    { gitDir: mirror.folder, signal },
  );
  const lines = stdout.split('\0').filter((line) => line !== '');
  const counts = lines.map((line) => line.split('\t', 2).map((count) => Number(count) || 0));
  return {
    changedFiles: counts.length,
    insertions: counts.reduce((sum, [insertions = 0]) => sum + insertions, 0),
    deletions: counts.reduce((sum, [, deletions = 0]) => sum + deletions, 0),
  };
}
