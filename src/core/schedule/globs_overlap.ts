/**
 * Whether two globs can match the same path. Decided segment by segment: `**` stands for any number of segments, and
 * within a segment `*` for any characters, `?` and `[…]` for one. Braces are alternatives. Where a segment is too
 * involved to decide (extended globs), the answer is yes: two tasks then run one after the other, which is safe.
 */
export function globsOverlap(left: string, right: string): boolean {
  return expandBraces(left).some((a) => expandBraces(right).some((b) => segmentsOverlap(segments(a), segments(b))));
}

/** Whether any glob of one list can match the same path as any of the other. */
export function anyGlobsOverlap(left: readonly string[], right: readonly string[]): boolean {
  return left.some((a) => right.some((b) => globsOverlap(a, b)));
}

/** The most alternatives that braces are expanded to; beyond it the braces count as `*`. */
const BRACE_LIMIT = 64;

function expandBraces(glob: string): readonly string[] {
  let open = [glob];
  for (;;) {
    const next = open.flatMap((pattern) => {
      const found = /\{([^{}]*)\}/.exec(pattern);
      if (found === null) return [pattern];
      const before = pattern.slice(0, found.index);
      const after = pattern.slice(found.index + found[0].length);
      return (found[1] ?? '').split(',').map((choice) => before + choice + after);
    });
    if (next.length > BRACE_LIMIT) return [glob.replace(/\{.*\}/, '*')];
    if (next.length === open.length && next.every((pattern, index) => pattern === open[index])) return next;
    open = next;
  }
}

function segments(glob: string): readonly string[] {
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.');
  return glob.endsWith('/') ? [...parts, '**'] : parts;
}

/** Dynamic programming over the two lists: `reach[i][j]` says that the first i and j segments can match alike. */
function segmentsOverlap(a: readonly string[], b: readonly string[]): boolean {
  return matchable(a, b, (segment) => segment === '**', segmentMayEqual);
}

function segmentMayEqual(a: string, b: string): boolean {
  if (/[@!+*?]\(/.test(a) || /[@!+*?]\(/.test(b)) return true;
  return matchable(
    tokens(a),
    tokens(b),
    (token) => token === '*',
    (x, y) => x === y || x === '?' || y === '?',
  );
}

/** The characters of a segment; a class such as `[a-z]` counts as `?`, an escaped character as itself. */
function tokens(segment: string): readonly string[] {
  return [
    ...segment
      .replace(/\[[^\]]*\]/g, '?')
      .replace(/\*+/g, '*')
      .replace(/\\(.)/g, '$1'),
  ];
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
