import { checkedCommitId } from './ancestry.ts';
import { runGit } from './git.ts';
import type { Mirror } from './mirror.ts';

/**
 * How these paths differ between two commits of the mirror, as people read it. Of binary files it says that they differ; a NUL far down
 * in another is shown as `␀`, since a question with one would end there.
 */
export async function diffText(
  mirror: Mirror,
  [base, commit]: readonly [base: string, commit: string],
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const shape = [
    '-r',
    '-p',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--ignore-submodules=none',
  ];
  const named = paths.map((path) => `:(top,literal)${path}`);
  const args = ['diff-tree', ...shape, checkedCommitId(base), checkedCommitId(commit), '--', ...named];
  return (await runGit(args, { gitDir: mirror.folder, signal })).stdout.replaceAll('\0', '␀');
}
