import { runGit } from './git.ts';
import { GitError } from './git_error.ts';

/** The oldest git that has all the runner uses (`safe.bareRepository`, `merge-tree --write-tree`). */
export const minimumGitVersion = '2.38';

/**
 * Checks that git is installed and recent enough; returns its version, such as `2.39.5`.
 * @param printed what `git version` prints; asked of git where not given
 * @throws GitError `git_missing`, `git_too_old`
 */
export async function requireGit(printed?: string): Promise<string> {
  const text = (printed ?? (await runGit(['version'])).stdout).trim();
  const match = /(\d+)\.(\d+)(\.\d+)*/.exec(text);
  const [requiredMajor = 0, requiredMinor = 0] = minimumGitVersion.split('.').map(Number);
  const major = Number(match?.[1]);
  const minor = Number(match?.[2]);
  if (match === null || major < requiredMajor || (major === requiredMajor && minor < requiredMinor)) {
    throw new GitError('git_too_old', `git ${minimumGitVersion} or later is needed, found "${text}"; update git.`);
  }
  return match[0];
}
