import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, type Signature, signatures, tryGit } from './git.ts';

/** The tree of merging two commits, or undefined where they conflict. */
export async function mergedTree(folder: string, base: string, head: string): Promise<string | undefined> {
  const { exitCode, stdout } = await tryGit(folder, ['merge-tree', '--write-tree', base, head]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Puts the commits of `base..head` on top of `base`; returns the last one, or undefined where they conflict. */
export async function rebased(
  folder: string,
  base: string,
  head: string,
  committer: Signature,
): Promise<string | undefined> {
  const parent = await mkdtemp(join(tmpdir(), 'planwright-rebase-'));
  const tree = join(parent, 'tree');
  try {
    const listing = await git(folder, ['rev-list', '--reverse', '--no-merges', `${base}..${head}`]);
    await git(folder, ['worktree', 'add', '--quiet', '--detach', tree, base]);
    const { exitCode } = await tryGit(tree, ['cherry-pick', '--allow-empty', ...listing.split('\n')], {
      env: signatures(committer, committer),
    });
    return exitCode === 0 ? await git(tree, ['rev-parse', 'HEAD']) : undefined;
  } finally {
    await rm(parent, { recursive: true, force: true });
    await git(folder, ['worktree', 'prune']);
  }
}

/** The commit on the first-parent line of `base` by which `head` came in; `head` itself after a fast-forward. */
export async function mergeCommitOf(folder: string, base: string, head: string): Promise<string> {
  const line = (await git(folder, ['rev-list', '--first-parent', base])).split('\n');
  if (line.includes(head)) return head;
  const path = new Set((await git(folder, ['rev-list', '--ancestry-path', `${head}..${base}`])).split('\n'));
  return line.filter((commit) => path.has(commit)).at(-1) ?? base;
}
