import type { Argv } from '../plan.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/**
 * Splits one line into a program and its arguments by the quoting rules of POSIX.1-2024 section 2.2 (backslash, single
 * quotes, double quotes, dollar-single-quotes), without expansion; undefined when a quote stays open. Written here
 * because the `shlex` package unescapes a whole word at every closing quote: `'\\'"'"` loses a backslash.
 */
export function splitCommand(line: string): Argv | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let rest = line.trim();
  while (rest !== '') {
    const piece = /^(?:(\s+)|'([^']*)'|\$'((?:[^\\']|\\.)*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\$]+|\$(?!')))/s.exec(
      rest,
    );
    if (!piece) return undefined;
    rest = rest.slice(piece[0].length);
    if (piece[1] !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + textOf(piece);
  }
  if (word !== undefined) words.push(word);
  return words;
}

function textOf(piece: RegExpExecArray): string {
  const [, , single, dollar, double, escaped, plain] = piece;
  if (dollar !== undefined) {
    return dollar.replace(/\\(?:x([0-9a-fA-F]{1,2})|(.))/gs, (whole, code: string | undefined, sign: string) =>
      code === undefined ? (escapes[sign] ?? whole) : String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
  if (double !== undefined) return double.replace(/\\([$`"\\])/g, '$1');
  return single ?? escaped ?? plain ?? '';
}
