import { GitProcessError, git } from './git_process.ts';

/** The commit a ref points to, or undefined. */
export async function readRef(gitDir: string, ref: string): Promise<string | undefined> {
  const asked = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
    gitDir,
    expectedExitCodes: [0, 1, 128],
  });
  return asked.exitCode === 0 ? asked.stdout.trim() : undefined;
}

/** Full names of all refs equal to or below one of these names. */
export async function refsBelow(gitDir: string, names: readonly string[]): Promise<string[]> {
  const { stdout } = await git(['for-each-ref', '--format=%(refname)', ...names], { gitDir });
  return stdout.split('\n').filter((line) => line !== '');
}

/** One line of a ref transaction. `from` undefined: the ref must not exist. */
export type RefUpdate = { readonly ref: string; readonly to: string; readonly from: string | undefined };

/**
 * Moves all of these refs or none.
 *
 * @returns false where a ref did not stand where it was expected, so that the caller looks again
 * @throws GitProcessError where the refs cannot be written for another reason
 */
export async function updateRefs(gitDir: string, updates: readonly RefUpdate[], reason: string): Promise<boolean> {
  const lines = updates.map(({ ref, to, from }) =>
    from === undefined ? `create ${ref}\0${to}\0` : `update ${ref}\0${to}\0${from}\0`,
  );
  try {
    await git(['update-ref', '--no-deref', '--create-reflog', '-m', reason, '--stdin', '-z'], {
      gitDir,
      stdin: `start\0${lines.join('')}prepare\0commit\0`,
    });
    return true;
  } catch (error) {
    if (!(error instanceof GitProcessError)) throw error;
    if (/reference already exists|but expected|unable to resolve reference/.test(error.stderr)) return false;
    throw error;
  }
}

/**
 * The branch that keeps `ref` from being made, because one would have to be a folder where the other is a file;
 * undefined where none does.
 */
export async function branchInTheWay(gitDir: string, ref: string): Promise<string | undefined> {
  const parts = ref.split('/');
  const above = parts.slice(3).map((_, index) => parts.slice(0, index + 3).join('/'));
  const found = await refsBelow(gitDir, [...above, `${ref}/`]);
  return found.find((name) => above.includes(name) || name.startsWith(`${ref}/`));
}

/** The short name of a branch, for people. */
export function branchName(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}
