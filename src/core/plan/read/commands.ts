import type { Argv } from '../plan.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/**
 * Splits one line into a program and its arguments by the quoting rules of POSIX.1-2024 section 2.2 (backslash, single
 * quotes, double quotes, dollar-single-quotes), without expansion; undefined when a quote stays open. Written here
 * because the `shlex` package unescapes a whole word at every closing quote: `'\\'"'"` loses a backslash.
 */
export function splitCommand(line: string): Argv | undefined {
  return wordsOf(line)?.map(({ text }) => text);
}

/** Stands in a word's `plain` for whatever is quoted in it. */
const QUOTED = '\u0000';

type Word = { readonly text: string; readonly plain: string };

/** A word by itself, or the beginning of one: a pipe, a redirection. Glued between two words (`a|b`) they belong to the argument. */
const OPERATOR = /^(?:;;?|&|\|.*|(?:\d|&)?(?:>>?|<{1,3}).*)$/;
/** Anywhere in a word, or at its end; `&` is one at the end of the command alone, for it stands in addresses. */
const OPERATOR_WITHIN = /&&|\|\||;$/;

/** What only a shell would understand of a command, as it is written: an operator outside quotes; undefined: nothing. */
export function shellOperator(line: string): string | undefined {
  const words = wordsOf(line) ?? [];
  const found = words.findIndex(
    ({ plain }, index) =>
      OPERATOR.test(plain) || OPERATOR_WITHIN.test(plain) || (index === words.length - 1 && plain.endsWith('&')),
  );
  return words[found]?.text;
}

/** The variables that a command begins with, as a shell would set them: `NODE_ENV=test`; undefined: none. */
export function variableFirst(line: string): string | undefined {
  const [first] = wordsOf(line) ?? [];
  return first !== undefined && /^[A-Za-z_]\w*=/.test(first.plain) ? first.text : undefined;
}

function wordsOf(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let word: Word | undefined;
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
    } else {
      word = { text: (word?.text ?? '') + textOf(piece), plain: (word?.plain ?? '') + (piece[6] ?? QUOTED) };
    }
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
