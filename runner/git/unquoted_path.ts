const LETTERS: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** A path as git writes it in the header of a patch: with unusual signs it stands in quotes, with a blank a tab follows it. */
export function unquotedPath(written: string): string {
  const quoted = /^"(.*)"\t?$/s.exec(written)?.[1];
  if (quoted === undefined) return written.replace(/\t$/, '');
  const bytes: Buffer[] = [];
  for (const [piece, escaped] of quoted.matchAll(/\\([0-7]{3}|.)|[^\\]+/gs)) {
    if (escaped === undefined) bytes.push(Buffer.from(piece));
    else bytes.push(Buffer.from([byteOf(escaped)]));
  }
  return Buffer.concat(bytes).toString('utf8');
}

function byteOf(escaped: string): number {
  if (escaped.length === 3) return Number.parseInt(escaped, 8);
  return LETTERS[escaped] ?? escaped.charCodeAt(0);
}
