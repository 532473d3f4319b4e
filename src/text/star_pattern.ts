/** Whether a text is one that the pattern means: `*` stands for any text, `/` too, all else for itself; case does not count. */
export function fitsPattern(text: string, pattern: string): boolean {
  return holdsInOrder(text.toLowerCase(), pattern.toLowerCase().split('*'));
}

/**
 * The parts between the stars must stand in the text in their order, the first at its beginning and the last at its end.
 * Each is taken where it first stands, so that no pattern, whoever wrote it, costs more than a few looks over the text.
 */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
