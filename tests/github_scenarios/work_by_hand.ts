import { execa } from 'execa';
import { expect } from 'vitest';
import { git, makeScratchFolder, writeFiles } from '../support/git_repository.ts';
import { botOf, type Performance } from './performance.ts';
import type { Act } from './scenario.ts';

/** The deed of a person who works with git on a branch that was left to them. */
export type WorkByHand = Extract<Act, { readonly 'work-by-hand': unknown }>;

/** In a repository that knows the default branch alone: what Planwright wrote is done word by word, and what is changed there is pushed. */
export async function workByHand({ 'work-by-hand': deed }: WorkByHand, performance: Performance): Promise<void> {
  const { github, repository } = performance;
  const scratch = await makeScratchFolder();
  const remote = github.cloneUrl(repository).replace('://', `://${deed.by}:${github.userToken(deed.by)}@`);
  try {
    await git(scratch.path, 'init', '--quiet');
    await git(scratch.path, 'remote', 'add', 'origin', remote);
    await git(scratch.path, 'fetch', '--quiet', 'origin', repository.defaultBranch);
    await git(scratch.path, 'checkout', '--quiet', repository.defaultBranch);
    await execa('sh', ['-euc', toldLines(performance, deed.told)], { cwd: scratch.path, stdin: 'ignore' });
    for (const [path, content] of Object.entries(deed.finds)) {
      expect(await git(scratch.path, 'show', `HEAD:${path}`), path).toBe(content.trimEnd());
    }
    await writeFiles(scratch.path, deed.files);
    await git(scratch.path, 'add', '--all');
    await git(scratch.path, 'commit', '--quiet', '-m', deed.message);
    await git(scratch.path, 'push', '--quiet');
  } finally {
    await scratch.remove();
  }
}

/** The lines of shell in Planwright's comments that name a branch. */
function toldLines(performance: Performance, branch: string): string {
  const { github, repository } = performance;
  const fences = github
    .comments(repository)
    .filter(({ author }) => author === botOf(performance))
    .flatMap(({ body }) => [...body.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines = '']) => lines));
  const found = fences.find((lines) => lines.includes(`planwright/${branch}`));
  if (found === undefined) throw new Error(`No comment of Planwright tells how to check out ${branch}.`);
  return found;
}
