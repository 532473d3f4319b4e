import { fitsPattern } from '../../text/star_pattern.ts';

/** Whether one of the globs means the repository `owner/name`. `*` stands for anything, `/` too; case does not count. */
export function isCovered(repository: string, globs: readonly string[]): boolean {
  return globs.some((glob) => fitsPattern(repository, glob));
}
