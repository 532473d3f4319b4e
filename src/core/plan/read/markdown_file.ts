import { planLimits } from '../limits.ts';

/** Where a repository keeps what git and GitHub act upon. */
const OUT_OF_BOUNDS = /^\.git(?:hub)?$/i;

/** Why `path` is no place for a Markdown file of ours, as the end of a sentence, or undefined when it is one. */
export function markdownFileFault(path: string): string | undefined {
  if (path.length > planLimits.globCharacters) return `is longer than ${planLimits.globCharacters} characters`;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (path.includes('\\')) return 'contains a backslash';
  if (/[\s\p{C}:*?"<>|`]/u.test(path)) return 'contains a blank or a character that files do not have everywhere';
  const folders = path.split('/');
  if (folders.includes('..')) return 'leaves the repository with `..`';
  if (folders.some((folder) => folder === '' || folder === '.')) return 'has a folder without a name';
  if (folders.some((folder) => OUT_OF_BOUNDS.test(folder))) return 'lies below `.git` or `.github`';
  return /[^/]\.md$/.test(path) ? undefined : 'does not end in `.md`';
}
