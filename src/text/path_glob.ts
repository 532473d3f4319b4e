import picomatch from 'picomatch';

/** Whether a path, relative to the repository's root and with `/`, is among those that globs name. */
export type PathMatcher = (path: string) => boolean;

/**
 * Matches paths against globs, as picomatch reads them: `**` is any number of folders, `*` and `?` and `[…]` stay within a
 * folder, `{a,b}` are alternatives, and names with a leading dot are names like others. `docs/**` and `docs/` name the
 * folder itself too, since a symbolic link may stand in its place.
 */
export function pathMatcher(globs: readonly string[], options: { readonly ignoreCase?: boolean } = {}): PathMatcher {
  const { ignoreCase = false } = options;
  // What a `!` or a `#` begins is the name of a file, for whoever lists paths.
  // Names may hold line ends, which `**` passes over only with the flag for that.
  const flags = ignoreCase ? 'is' : 's';
  return picomatch(globs.map(withoutEnds), { dot: true, nocase: ignoreCase, flags, nonegate: true, posix: true });
}

function withoutEnds(glob: string): string {
  return glob.replace(/^(?:\.\/)+/, '').replace(/\/$/, '/**');
}
