import { git } from './git_process.ts';

/**
 * The folder of a work tree that has this branch checked out, or undefined. Such a branch is never moved: the work tree
 * would look as if the user had undone the new commits.
 */
export async function checkedOutIn(gitDir: string, ref: string): Promise<string | undefined> {
  const { stdout } = await git(['worktree', 'list', '--porcelain', '-z'], { gitDir });
  for (const entry of stdout.split('\0\0')) {
    const lines = entry.split('\0');
    // A bare repository has a HEAD, but no files that could fall behind.
    if (lines.includes('bare') || !lines.includes(`branch ${ref}`)) continue;
    return lines.find((line) => line.startsWith('worktree '))?.slice('worktree '.length);
  }
  return undefined;
}
