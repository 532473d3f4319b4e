/**
 * JSON that SQLite may be trusted to decode. Half of a surrogate pair, which any agent can print, is escaped in JSON and
 * becomes invalid UTF-8 when SQL takes it out of there; the native binding then aborts the process. It is replaced by
 * U+FFFD, as it is wherever text is encoded.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  // Whole pairs are not escaped, so this is rare.
  if (!text.includes('\\ud')) return text;
  return text.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (found) => (found.length > 2 ? '\ufffd' : found));
}
