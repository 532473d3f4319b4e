import { git } from './git_process.ts';

/** The oldest git with `merge-tree --write-tree`. */
const MINIMUM_GIT_VERSION = '2.38';

/**
 * Says why this git cannot be used, or undefined where it can.
 * @param printed what `git version` printed
 */
export function gitTooOld(printed: string): string | undefined {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(printed)?.slice(1) ?? []).map(Number);
  const [neededMajor = 0, neededMinor = 0] = MINIMUM_GIT_VERSION.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return `git ${MINIMUM_GIT_VERSION} or later is needed, found "${printed.trim()}"; update git.`;
}

/** Asks the installed git. @throws GitProcessError `git_missing` */
export async function installedGitTooOld(): Promise<string | undefined> {
  return gitTooOld((await git(['version'])).stdout);
}
