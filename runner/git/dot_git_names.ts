/**
 * Characters that HFS+ leaves out when it compares names: with them inside, a name is still `.git` there.
 * The list is the one git itself checks (`next_hfs_char` in its `utf8.c`).
 */
const ignoredByHfs = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * Whether a file name is `.git`, or would be taken for `.git` on some file system: any case, `git~1` (its short name on
 * NTFS), trailing dots and spaces and stream names (NTFS drops them), and characters that HFS+ ignores. Git refuses to
 * store all of these.
 */
export function standsForDotGit(name: string): boolean {
  return name
    .split('\\')
    .map((part) =>
      part
        .replaceAll(ignoredByHfs, '')
        .split(':', 1)
        .join('')
        .replace(/[. ]+$/, '')
        .toLowerCase(),
    )
    .some((part) => part === '.git' || part === 'git~1');
}
