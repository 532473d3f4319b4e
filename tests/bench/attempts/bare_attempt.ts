import { join } from 'node:path';
import { execa } from 'execa';
import { git } from '../git.ts';

/** How long the parts of an attempt took, in milliseconds. */
export type AttemptParts = {
  /** From the lease until the start was reported, or until the worktree stood. */
  readonly beforeStart: number;
  /** From the end of the command until the end was reported, or until the work was pushed. */
  readonly afterEnd: number;
};

/** A bare mirror of a repository, as a runner has one. */
export async function makeMirror(folder: string, repository: string): Promise<string> {
  const mirror = join(folder, 'mirror.git');
  await git(folder, 'clone', '--quiet', '--bare', repository, mirror);
  return mirror;
}

/**
 * What any runner would have to do for an attempt with a plain command: fetch, a worktree, the command in bubblewrap, then
 * adding and committing (in bubblewrap too, since the tree is not to be trusted), the difference, and the push. One process after
 * another and nothing around them.
 */
export async function bareAttempt(mirror: string, number: number, command: readonly string[]): Promise<AttemptParts> {
  const tree = join(mirror, '..', `bare-${number}`);
  const leasedAt = performance.now();
  await git(mirror, 'fetch', '--quiet', 'origin', '+refs/heads/*:refs/heads/*');
  await git(mirror, 'worktree', 'add', '--quiet', '--detach', tree, 'main');
  const startedAt = performance.now();
  await inBubblewrap(tree, command);
  const endedAt = performance.now();
  await inBubblewrap(tree, ['git', 'add', '--all']);
  const changed = await git(tree, 'diff', '--cached', '--numstat');
  if (changed !== '') {
    await git(tree, 'commit', '--quiet', '-m', 'Work');
    await git(tree, 'push', '--quiet', 'origin', `HEAD:refs/planwright/attempts/bare/task/${number}`);
  }
  const reportedAt = performance.now();
  await git(mirror, 'worktree', 'remove', '--force', tree);
  return { beforeStart: startedAt - leasedAt, afterEnd: reportedAt - endedAt };
}

async function inBubblewrap(tree: string, command: readonly string[]): Promise<void> {
  const sandbox = ['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'];
  const mirror = join(tree, '..', 'mirror.git');
  await execa('bwrap', [...sandbox, '--bind', tree, tree, '--bind', mirror, mirror, '--chdir', tree, ...command]);
}
