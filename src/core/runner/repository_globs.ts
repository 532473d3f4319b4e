/** Whether one of the globs means the repository `owner/name`. `*` stands for anything, `/` too; case does not count. */
export function isCovered(repository: string, globs: readonly string[]): boolean {
  const name = repository.toLowerCase();
  return globs.some((glob) => matches(name, glob.toLowerCase().split('*')));
}

/**
 * The parts between the stars must stand in the name in their order, the first at its beginning and the last at its end.
 * Each is taken where it first stands, so that no glob, whoever wrote it, costs more than a few looks over the name.
 */
function matches(name: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
