/**
 * Whether two globs can match the same path. Decided segment by segment: `**` stands for any number of segments, and
 * within a segment `*` for any characters, `?` and `[…]` for one. Braces are alternatives. What is too involved to decide
 * (groups, ranges, quotes) counts as `**`, so that the answer is rather yes: two tasks then run one after the other,
 * which is safe.
 */
export function globsOverlap(left: string, right: string): boolean {
  return expandBraces(left).some((a) => expandBraces(right).some((b) => segmentsOverlap(segments(a), segments(b))));
}

/** Whether any glob of one list can match the same path as any of the other. */
export function anyGlobsOverlap(left: readonly string[], right: readonly string[]): boolean {
  return left.some((a) => right.some((b) => globsOverlap(a, b)));
}

/** The most alternatives that braces are expanded to; beyond it the braces stay, and count as `**`. */
const BRACE_LIMIT = 64;

function expandBraces(glob: string): readonly string[] {
  let open = [glob];
  for (;;) {
    const next = open.flatMap((pattern) => {
      const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
      if (found === null) return [pattern];
      const before = pattern.slice(0, found.index);
      const after = pattern.slice(found.index + found[0].length);
      return (found[1] ?? '').split(',').map((choice) => before + choice + after);
    });
    if (next.length > BRACE_LIMIT) return [glob];
    if (next.length === open.length && next.every((pattern, index) => pattern === open[index])) return next;
    open = next;
  }
}

/** What a segment may hold that is decided here: characters, `*`, `?` and plain classes of one character. */
const PLAIN_SEGMENT = /^(?:[^[\](){}|\\"]|\[[!^]?[^[\]\\/]+\])*$/;

/** From the first segment on that is too involved, anything may follow. */
function segments(glob: string): readonly string[] {
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.');
  const involved = glob.startsWith('!') ? 0 : parts.findIndex((part) => !PLAIN_SEGMENT.test(part));
  if (involved >= 0) return [...parts.slice(0, involved), '**'];
  return glob.endsWith('/') ? [...parts, '**'] : parts;
}

/** Dynamic programming over the two lists: `reach[i][j]` says that the first i and j segments can match alike. */
function segmentsOverlap(a: readonly string[], b: readonly string[]): boolean {
  return matchable(a, b, (segment) => /^\*{2,}$/.test(segment), segmentMayEqual);
}

function segmentMayEqual(a: string, b: string): boolean {
  return matchable(
    tokens(a),
    tokens(b),
    (token) => token === '*',
    (x, y) => x === y || x === '?' || y === '?',
  );
}

/** The UTF-16 code units of a segment, as globs count them; a class such as `[a-z]` counts as `?`. */
function tokens(segment: string): readonly string[] {
  return segment
    .replace(/\[[^\]]*\]/g, '?')
    .replace(/\*+/g, '*')
    .split('');
}

function matchable(
  a: readonly string[],
  b: readonly string[],
  isAny: (item: string) => boolean,
  mayEqual: (x: string, y: string) => boolean,
): boolean {
  let row = new Array<boolean>(b.length + 1).fill(false);
  for (let i = 0; i <= a.length; i++) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    for (let j = 0; j <= b.length; j++) {
      const x = a[i - 1];
      const y = b[j - 1];
      if (x === undefined && y === undefined) next[j] = true;
      else if (x !== undefined && isAny(x)) next[j] = (row[j] ?? false) || (j > 0 && (next[j - 1] ?? false));
      else if (y !== undefined && isAny(y)) next[j] = (next[j - 1] ?? false) || (i > 0 && (row[j] ?? false));
      else next[j] = x !== undefined && y !== undefined && (row[j - 1] ?? false) && mayEqual(x, y);
      if (x !== undefined && isAny(x) && y !== undefined && isAny(y))
        next[j] = next[j] || (next[j - 1] ?? false) || (row[j] ?? false);
    }
    row = next;
  }
  return row[b.length] ?? false;
}
