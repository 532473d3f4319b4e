import { join } from 'node:path';
import { type AttemptFolder, attemptFolder } from '../../../runner/git/attempt_folder.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { type Mirror, openMirror } from '../../../runner/git/mirror.ts';
import { addWorktree, removeWorktree } from '../../../runner/git/worktree.ts';
import type { Figure } from '../figure.ts';
import { git, makeRepository } from '../git.ts';
import { type Contestant, takeTurns, turnOf } from '../rounds.ts';
import { withScratch } from '../scratch.ts';
import { ratioOf, spreadOf } from '../spread.ts';

const LIMIT = { kind: 'at_most', value: 1.1 } as const;

/** A worktree ready for an agent, against a bare `git worktree add` of the same commit in the same mirror. */
export function benchWorktreeReady(rounds: number, files: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const cloneUrl = join(folder, 'repository');
    const commit = await makeRepository(cloneUrl, files);
    const mirror = await openMirror({ workDir: join(folder, 'work'), repository: 'bench', cloneUrl });
    await fetchMirror(mirror, { refs: [], commits: [] });
    let number = 0;
    const next = () => {
      number += 1;
      return join(folder, `worktree-${number}`);
    };
    const times = await takeTurns(rounds, {
      ready: turnOf(ready(mirror, commit, next)),
      bare: turnOf(bare(mirror, commit, next, [])),
      // The runner lets git use every core for the checkout, which git does not do by itself.
      parallel: turnOf(bare(mirror, commit, next, ['-c', 'checkout.workers=0'])),
    });
    const bench = `worktree of ${files} files`;
    return [
      { bench, name: 'ready for an agent', unit: 'ms', spread: spreadOf(times.ready) },
      { bench, name: 'bare `git worktree add`', unit: 'ms', spread: spreadOf(times.bare) },
      { bench, name: 'ready / bare', unit: 'times', spread: ratioOf(times.ready, times.bare), limit: LIMIT },
      { bench, name: 'ready / bare on all cores', unit: 'times', spread: ratioOf(times.ready, times.parallel) },
    ];
  });
}

function ready(mirror: Mirror, commit: string, next: () => string): Contestant<AttemptFolder> {
  return {
    prepare: async () => attemptFolder(next(), mirror.folder),
    run: async ({ folder }) => {
      await addWorktree(mirror, { folder, commit, branch: 'planwright/bench/task' });
    },
    finish: (attempt) => removeWorktree(mirror, attempt),
  };
}

function bare(
  mirror: Mirror,
  commit: string,
  next: () => string,
  configuration: readonly string[],
): Contestant<string> {
  return {
    prepare: async () => next(),
    run: async (tree) => {
      await git(mirror.folder, ...configuration, 'worktree', 'add', '--quiet', '--detach', tree, commit);
    },
    finish: async (tree) => {
      await git(mirror.folder, 'worktree', 'remove', '--force', tree);
    },
  };
}
