import type { Reading } from './reading.ts';

/** A form of line that names a place, or says what the places below it are about. */
export type LineForm = {
  readonly form: RegExp;
  /** `part`: the groups of the match, from 1; empty where one took no part. */
  readonly read: (part: (index: number) => string, reading: Reading) => void;
};

const path = String.raw`((?:file:\/\/)?[^\s:()'"<>|*?,\x60]+)`;
const at = String.raw`:(\d{1,7})`;

/**
 * The forms of lines, the first that matches counts. All are anchored, and no part of one can match in two ways, so that
 * the longest line costs no more than its length.
 */
export const LINE_FORMS: readonly LineForm[] = [
  {
    // tsc: src/parse.ts(12,5): error TS2322: Type …
    form: new RegExp(String.raw`^${path}\((\d{1,7}),(\d{1,7})\): (.+)$`),
    read: (part, reading) => reading.problem({ path: part(1), line: part(2), column: part(3) }, part(4)),
  },
  {
    // Node, Jest:     at parse (src/parse.js:12:5)
    form: new RegExp(String.raw`^\s{1,100}at (?:[^()]{1,300} \()?${path}${at}${at}\)?$`),
    read: (part, reading) => reading.frame({ path: part(1), line: part(2), column: part(3) }),
  },
  {
    // Vitest:  ❯ parse src/parse.ts:12:5
    form: new RegExp(String.raw`^\s{0,100}❯ (?:[^\s/]{1,200} )?${path}${at}${at}$`),
    read: (part, reading) => reading.frame({ path: part(1), line: part(2), column: part(3) }),
  },
  {
    // rustc:   --> src/parse.rs:12:5
    form: new RegExp(String.raw`^\s{0,100}--> ${path}${at}${at}$`),
    read: (part, reading) => reading.frame({ path: part(1), line: part(2), column: part(3) }),
  },
  {
    // Rust: thread 'main' panicked at src/parse.rs:12:5:
    form: new RegExp(`^thread '[^']{0,200}'[^:]{0,40} panicked at ${path}${at}${at}:$`),
    read: (part, reading) => reading.explainedNext({ path: part(1), line: part(2), column: part(3) }),
  },
  {
    // Python:   File "src/parse.py", line 12, in parse
    form: /^\s{0,100}File "([^"]{1,300})", line (\d{1,7})(?:, in .*)?$/,
    read: (part, reading) => reading.frameAbove({ path: part(1), line: part(2) }),
  },
  {
    // Go: 	/workspace/parse.go:12 +0x1d
    form: new RegExp(String.raw`^\s{1,100}${path}${at} \+0x[0-9a-f]{1,16}$`),
    read: (part, reading) => reading.frame({ path: part(1), line: part(2) }),
  },
  {
    // ESLint, below the name of the file:   12:5  error  Unexpected var  no-var
    form: /^\s{1,20}(\d{1,7}):(\d{1,7})\s{1,20}(error|warning)\s{1,20}(\S.*)$/,
    read: (part, reading) =>
      reading.problemInFile(part(1), part(2), part(3) === 'warning' ? 'warning' : 'failure', part(4)),
  },
  {
    // Biome: src/parse.ts:12:5 lint/style/useConst ━━━━━━
    form: new RegExp(String.raw`^${path}${at}${at} ([a-z]{1,20}\/[\w/]{1,100})(?: .*)?$`),
    read: (part, reading) => reading.problem({ path: part(1), line: part(2), column: part(3) }, part(4)),
  },
  {
    // tsc --pretty: src/parse.ts:12:5 - error TS2322: Type … (without the word it only comments another)
    form: new RegExp(`^${path}${at}${at} - ((?:error|warning) .+)$`),
    read: (part, reading) => reading.problem({ path: part(1), line: part(2), column: part(3) }, part(4)),
  },
  {
    // gcc, clang, go, mypy, ruff, pytest: src/parse.c:12:5: error: …
    form: new RegExp(String.raw`^\s{0,100}${path}${at}(?::(\d{1,7}))?: (.+)$`),
    read: (part, reading) => reading.problem({ path: part(1), line: part(2), column: part(3) }, part(4)),
  },
  {
    // The name of a file alone: the problems in it follow.
    form: /^(\/?[^\s:()'"<>|*?,`]{1,300}\.[A-Za-z0-9]{1,10})$/,
    read: (part, reading) => reading.file(part(1)),
  },
  {
    // What an error says, before its places.
    form: /^\s{0,100}(?:E {2,20}|● )?((?:[\w.$]{0,100}(?:Error|Exception)\b|(?:error|warning)(?:\[\w{1,20}\])?: |panic: |assert ).*)$/,
    read: (part, reading) => reading.saysError(part(1)),
  },
  {
    // Jest:   ● parses week dates › in a leap year
    form: /^\s{0,20}● (.+)$/,
    read: (part, reading) => reading.headline(part(1)),
  },
];
