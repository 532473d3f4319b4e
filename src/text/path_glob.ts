/** Whether a path, relative to the repository's root and with `/`, is among those that globs name. */
export type PathMatcher = (path: string) => boolean;

/** Group patterns of extended globs; what follows one is not looked at, so that rather too much matches than too little. */
const GROUP = /[@!?+*]\(/;

/**
 * Matches paths against globs: `**` is any number of folders, `*` and `?` and `[…]` stay within a folder, `{a,b}` are
 * alternatives, and names with a leading dot are names like others. `docs/**` and `docs/` name the folder itself too,
 * since a symbolic link may stand in its place.
 */
export function pathMatcher(globs: readonly string[], options: { readonly ignoreCase?: boolean } = {}): PathMatcher {
  const patterns = globs.map(
    (glob) => new RegExp(`^(?:${patternOf(glob)})$`, options.ignoreCase === true ? 'isu' : 'su'),
  );
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** A piece of a glob, tried in this order, and what it is as a regular expression. */
const PIECES: readonly (readonly [RegExp, (found: string, before: string) => string])[] = [
  [/^\/\*\*(?:\/\*\*)*(?=$|[,}])/, () => '(?:/.*)?'],
  [/^(?:\*\*\/)+/, (found, before) => (/(?:^|[/{,])$/.test(before) ? '(?:.*/)?' : `${segment(found)}/`)],
  [/^\*\*+(?=$|[,}])/, (_, before) => (/(?:^|[{,])$/.test(before) ? '.*' : '[^/]*')],
  [/^\*+/, () => '[^/]*'],
  [/^\?/, () => '[^/]'],
  [/^\[[!^]?\]?[^\]/]*\]/, classOf],
];

function segment(found: string): string {
  return found.replaceAll(/[*/]+/g, '[^/]*');
}

function patternOf(written: string): string {
  const glob = written.replace(/^(?:\.\/)+/, '').replace(/\/$/, '/**');
  const group = GROUP.exec(glob);
  if (group !== null) return `${piecesOf(glob.slice(0, group.index))}.*`;
  return piecesOf(glob);
}

function piecesOf(glob: string): string {
  let pattern = '';
  let open = 0;
  for (let at = 0; at < glob.length; ) {
    const rest = glob.slice(at);
    const brace = braceAt(rest, open);
    const piece = brace ?? pieceAt(rest, glob.slice(0, at));
    open += piece.opens;
    pattern += piece.pattern;
    at += piece.length;
  }
  return pattern;
}

type Piece = { readonly pattern: string; readonly length: number; readonly opens: number };

function pieceAt(rest: string, before: string): Piece {
  for (const [shape, toPattern] of PIECES) {
    const found = shape.exec(rest)?.[0];
    if (found !== undefined) return { pattern: toPattern(found, before), length: found.length, opens: 0 };
  }
  const sign = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return { pattern: RegExp.escape(sign), length: sign.length, opens: 0 };
}

/** Braces with a comma are alternatives, `{1..3}` anything; others stand for themselves. */
function braceAt(rest: string, open: number): Piece | undefined {
  if (rest[0] === '{') {
    const inside = closedBrace(rest);
    if (inside === undefined) return undefined;
    if (inside.includes(',')) return { pattern: '(?:', length: 1, opens: 1 };
    if (inside.includes('..')) return { pattern: '[^/]*', length: inside.length + 2, opens: 0 };
  }
  if (open === 0) return undefined;
  if (rest[0] === ',') return { pattern: '|', length: 1, opens: 0 };
  if (rest[0] === '}') return { pattern: ')', length: 1, opens: -1 };
  return undefined;
}

/** What stands in the brace that begins here; undefined where nothing closes it. */
function closedBrace(rest: string): string | undefined {
  let depth = 0;
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === '{') depth += 1;
    if (rest[at] === '}') depth -= 1;
    if (depth === 0) return rest.slice(1, at);
  }
  return undefined;
}

function classOf(found: string): string {
  const negated = /^\[[!^]/.test(found);
  const members = found.slice(negated ? 2 : 1, -1).replaceAll(/[\\[\]^&]/g, '\\$&');
  return negated ? `[^/${members}]` : `[${members}]`;
}
