/** Where the worktree stands in the sandbox. */
const WORKTREE = '/workspace/';

/** Below these stands what a project uses, whatever its files are called. */
const others = /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|\.cargo|\.rustup|rustc)\//;

/**
 * Which of these paths of the repository a command's output means; null: none, or nobody can say. What was written may be
 * relative to a folder of the repository, or absolute; it never leads out of the repository.
 */
export function pathAmong(paths: readonly string[], written: string): string | null {
  const path = written.replace(/^file:\/\//, '');
  if (others.test(path) && !paths.includes(path)) return null;
  if (path.startsWith(WORKTREE)) return exactly(paths, path.slice(WORKTREE.length));
  // Without a sandbox the worktree's own path is not known here: the longest end that is one of the paths counts.
  if (path.startsWith('/')) return longest(paths.filter((each) => path.endsWith(`/${each}`)));
  const within = exactly(paths, path);
  if (within !== null) return within;
  const settled = settle(path);
  const ends = settled === null ? [] : paths.filter((each) => each.endsWith(`/${settled}`));
  return ends.length === 1 ? (ends[0] ?? null) : null;
}

function exactly(paths: readonly string[], written: string): string | null {
  const path = settle(written);
  return path !== null && paths.includes(path) ? path : null;
}

function longest(paths: readonly string[]): string | null {
  return paths.reduce<string | null>((best, path) => (path.length > (best?.length ?? 0) ? path : best), null);
}

/** Without `.` and `..`; null where it leads out of where it starts. */
function settle(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? null : parts.join('/');
}
