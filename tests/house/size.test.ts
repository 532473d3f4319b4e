import { describe, expect, it } from 'vitest';
import { read, sourceFiles } from './source_files.ts';

/** Ratchets: what is longest may shrink, not grow. Lower them when it does. */
const LONGEST_FILE_LINES = 199;
const LONG_FILES = 12;
const LONGEST_FUNCTION_LINES = 60;

/** Most files stay below it. */
const LONG_FILE_LINES = 150;

const files = sourceFiles().map((file) => ({ file, lines: read(file).trimEnd().split('\n') }));

/** A line that begins a function, a method or an arrow function with a body, as the formatter writes them. */
const beginsFunction =
  /^ *(?:export )?(?:async )?function\b|=> \{$|^ *(?:static |async |get |set |\*)*#?\w+\((?!.*\bif\b).*\{$/;
const beginsOther = /^ *(?:\} )?(?:if|else|for|while|switch|catch|do)\b/;

/** Functions with the lines from their first to that of their closing bracket, which stands below where the first begins. */
function functionsOf(file: string, lines: readonly string[]): readonly { name: string; length: number }[] {
  return lines.flatMap((line, index) => {
    if (!beginsFunction.test(line) || beginsOther.test(line)) return [];
    const indent = /^ */.exec(line)?.[0] ?? '';
    const end = lines.findIndex(
      (candidate, at) => at > index && candidate.startsWith(`${indent}}`) && !candidate.startsWith(`${indent}}: `),
    );
    return end === -1 ? [] : [{ name: `${file}:${index + 1}`, length: end - index + 1 }];
  });
}

describe('size', () => {
  it('of no source file is beyond the longest that we had', () => {
    const tooLong = files.filter(({ lines }) => lines.length > LONGEST_FILE_LINES).map(({ file }) => file);
    expect(tooLong).toEqual([]);
  });

  it('of most source files is small', () => {
    const long = files.filter(({ lines }) => lines.length > LONG_FILE_LINES).map(({ file }) => file);
    expect(long.length, long.join(', ')).toBeLessThanOrEqual(LONG_FILES);
  });

  it('of every function is small', () => {
    const functions = files.flatMap(({ file, lines }) => functionsOf(file, lines));
    expect(functions.length).toBeGreaterThan(1_000);
    expect(functions.filter(({ length }) => length > LONGEST_FUNCTION_LINES)).toEqual([]);
  });
});
