import { git } from './git_process.ts';

/** True where `ancestor` is `commit` or comes before it. */
export async function isAncestor(gitDir: string, ancestor: string, commit: string): Promise<boolean> {
  const asked = await git(['merge-base', '--is-ancestor', ancestor, commit], { gitDir, expectedExitCodes: [0, 1] });
  return asked.exitCode === 0;
}

/** True where the repository holds this commit. */
export async function commitExists(gitDir: string, commit: string): Promise<boolean> {
  const asked = await git(['cat-file', '-e', `${commit}^{commit}`], { gitDir, expectedExitCodes: [0, 1, 128] });
  return asked.exitCode === 0;
}

/**
 * The commit of the branch's own line by which `commit`, which the head contains, came in: the oldest one along first
 * parents that contains it. Found by halving, since containing is monotone along that line.
 */
export async function broughtInBy(gitDir: string, commit: string, head: string): Promise<string> {
  const { stdout } = await git(['rev-list', '--first-parent', '--reverse', head, `^${commit}`], { gitDir });
  const line = stdout.split('\n').filter((id) => id !== '');
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await isAncestor(gitDir, commit, line[middle] ?? head)) high = middle;
    else low = middle + 1;
  }
  return line[low] ?? head;
}
