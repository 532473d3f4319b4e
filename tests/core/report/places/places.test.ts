import { describe, expect, test } from 'vitest';
import type { Place } from '../../../../src/core/effects/place.ts';
import { checkOutput } from '../../../../src/core/report/check_output.ts';
import { annotationsIn } from '../../../../src/core/report/places/annotations.ts';
import { findPlaces } from '../../../../src/core/report/places/find_places.ts';
import { pathAmong } from '../../../../src/core/report/places/path_among.ts';
import { processorMs } from '../../../support/processor_ms.ts';
import { evidence } from '../reports.ts';

const ESCAPE = '\u001B';

function places(outputTail: string): readonly Place[] {
  return findPlaces([evidence({ end: { kind: 'exited', exitCode: 1 }, outputTail })]);
}

function brief(outputTail: string): readonly string[] {
  return places(outputTail).map(
    ({ path, line, column, level, message }) =>
      `${path}:${line}${column === undefined ? '' : `:${column}`} ${level === 'warning' ? '(warning) ' : ''}${message}`,
  );
}

describe('places are found in the output of', () => {
  test('tsc, plain and pretty', () => {
    expect(
      brief(
        [
          "src/parse.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.",
          `${ESCAPE}[96msrc/parse.ts${ESCAPE}[0m:${ESCAPE}[93m14${ESCAPE}[0m:${ESCAPE}[93m9${ESCAPE}[0m - ${ESCAPE}[91merror${ESCAPE}[0m${ESCAPE}[90m TS2304: ${ESCAPE}[0mCannot find name 'week'.`,
          '',
          '14   return week;',
          '          ~~~~',
          `  ${ESCAPE}[96msrc/parse.ts${ESCAPE}[0m:${ESCAPE}[93m3${ESCAPE}[0m:${ESCAPE}[93m5${ESCAPE}[0m - 'weeks' is declared here.`,
          'Found 2 errors in the same file, starting at: src/parse.ts:12',
        ].join('\n'),
      ),
    ).toEqual([
      "src/parse.ts:12:5 error TS2322: Type 'string' is not assignable to type 'number'.",
      "src/parse.ts:14:9 error TS2304: Cannot find name 'week'.",
    ]);
  });

  test('ESLint, in blocks and in lines', () => {
    expect(
      brief(
        [
          '/workspace/src/parse.ts',
          '  12:5   error    Unexpected var, use let or const instead  no-var',
          '  14:10  warning  Unexpected console statement              no-console',
          '',
          '✖ 2 problems (1 error, 1 warning)',
          '  3:1  error  This stands below no file',
          "src/week.ts:3:7: 'x' is never reassigned [Error/prefer-const]",
        ].join('\n'),
      ),
    ).toEqual([
      '/workspace/src/parse.ts:12:5 Unexpected var, use let or const instead no-var',
      '/workspace/src/parse.ts:14:10 (warning) Unexpected console statement no-console',
      "src/week.ts:3:7 'x' is never reassigned [Error/prefer-const]",
    ]);
  });

  test('Biome', () => {
    expect(
      brief(
        'src/parse.ts:12:5 lint/style/useConst  FIXABLE  ━━━━━━━━━━\n\n  × This let declares a variable that is only assigned once.\n',
      ),
    ).toEqual(['src/parse.ts:12:5 lint/style/useConst']);
  });

  test('Vitest', () => {
    expect(
      brief(
        [
          ' FAIL  tests/parse.test.ts > parse > takes week dates',
          'AssertionError: expected 3 to be 4 // Object.is equality',
          '',
          '- Expected',
          '+ Received',
          '',
          ' ❯ tests/parse.test.ts:12:19',
          '     10| ',
          "     12|   expect(parse('2026-W05')).toBe(4);",
          '       |                   ^',
          ' ❯ checkWeek src/week.ts:7:3',
        ].join('\n'),
      ),
    ).toEqual([
      'tests/parse.test.ts:12:19 AssertionError: expected 3 to be 4 // Object.is equality',
      'src/week.ts:7:3 AssertionError: expected 3 to be 4 // Object.is equality',
    ]);
  });

  test('Jest and Node', () => {
    expect(
      brief(
        [
          '  ● parse › takes week dates',
          '',
          '    expect(received).toBe(expected) // Object.is equality',
          '',
          '      at Object.<anonymous> (tests/parse.test.js:12:19)',
          '      at new Promise (<anonymous>)',
          'TypeError: Cannot read properties of undefined',
          '    at parse (file:///workspace/src/parse.js:7:3)',
          '    at async Promise.all (index 0)',
          '    at node:internal/main/run_main_module:36:49',
          '    at src/index.js:2:1',
        ].join('\n'),
      ),
    ).toEqual([
      'tests/parse.test.js:12:19 parse › takes week dates',
      'file:///workspace/src/parse.js:7:3 TypeError: Cannot read properties of undefined',
      'src/index.js:2:1 TypeError: Cannot read properties of undefined',
    ]);
  });

  test('pytest and Python', () => {
    expect(
      brief(
        [
          '    def test_week():',
          ">       assert parse('2026-W05') == 4",
          'E       assert 3 == 4',
          "E        +  where 3 = parse('2026-W05')",
          '',
          'tests/test_parse.py:12: AssertionError',
          'Traceback (most recent call last):',
          '  File "/workspace/tool.py", line 3, in <module>',
          '    main()',
          '  File "/workspace/parse.py", line 9, in main',
          "    raise ValueError('no week')",
          'ValueError: no week',
        ].join('\n'),
      ),
    ).toEqual([
      'tests/test_parse.py:12 assert 3 == 4',
      '/workspace/parse.py:9 ValueError: no week',
      '/workspace/tool.py:3 ValueError: no week',
    ]);
  });

  test('go, gcc and mypy; remarks on other messages are none', () => {
    expect(
      brief(
        [
          '--- FAIL: TestParse (0.00s)',
          '    parse_test.go:12: got 3, want 4',
          './week.go:7:2: undefined: week',
          'panic: no week [recovered]',
          '\t/workspace/parse.go:9 +0x1d',
          "src/parse.c:12:5: error: expected ';' before 'return'",
          "src/parse.c:3:8: warning: unused variable 'week' [-Wunused-variable]",
          "src/parse.h:1:1: note: 'week' is declared here",
          'src/parse.py:8: error: Incompatible return value type  [return-value]',
        ].join('\n'),
      ),
    ).toEqual([
      'parse_test.go:12 got 3, want 4',
      './week.go:7:2 undefined: week',
      '/workspace/parse.go:9 panic: no week [recovered]',
      "src/parse.c:12:5 error: expected ';' before 'return'",
      "src/parse.c:3:8 (warning) warning: unused variable 'week' [-Wunused-variable]",
      'src/parse.py:8 error: Incompatible return value type [return-value]',
    ]);
  });

  test('rustc and cargo test', () => {
    expect(
      brief(
        [
          'error[E0308]: mismatched types',
          '  --> src/parse.rs:12:5',
          '   |',
          'warning: unused variable: `week`',
          '  --> src/week.rs:3:9',
          "thread 'tests::weeks' (8236) panicked at src/parse.rs:40:9:",
          'assertion `left == right` failed',
          "thread 'main' panicked at src/main.rs:2:1:",
          'ParseError: no week',
        ].join('\n'),
      ),
    ).toEqual([
      'src/parse.rs:12:5 error[E0308]: mismatched types',
      'src/week.rs:3:9 (warning) warning: unused variable: `week`',
      'src/parse.rs:40:9 assertion `left == right` failed',
      'src/main.rs:2:1 ParseError: no week',
    ]);
  });

  test('no command that did what it should, and no prose', () => {
    expect(findPlaces([evidence({ outputTail: 'src/parse.ts:12:5: error: x' })])).toEqual([]);
    expect(
      brief('12:30:45 - began\nhttp://localhost:3000: up\nat 12:30\nsee src/parse.ts:12 and more\nsrc/a.ts:0:1: x\n'),
    ).toEqual([]);
  });
});

test('places are read in a moment, and there is an end to them, whatever a command prints', () => {
  const pieces = [
    'a:1:',
    ' at ',
    '(',
    "thread '",
    'E    ',
    '.Error',
    ' File "',
    '❯ x ',
    '/a.b',
    '\n',
    ' 1:1 error ',
    '-->',
  ];
  for (const piece of pieces) {
    for (const text of [piece.repeat(16_384 / piece.length), `${piece.repeat(1_900 / piece.length)}\n`.repeat(8)]) {
      expect(
        processorMs(() => places(text)),
        piece,
      ).toBeLessThan(5_000);
    }
  }
  const many = Array.from({ length: 400 }, (_, index) => `a.ts:${index + 1}:1: ${'x'.repeat(20)}`).join('\n');
  expect(places(many)).toHaveLength(150);
  const [long] = places(`a.ts:1:1: ${'x'.repeat(1_500)}`);
  expect(long?.message).toHaveLength(400);
});

describe('a path in output', () => {
  const paths = ['src/parse.ts', 'packages/web/src/week.ts', 'parse.ts', 'a/same.ts', 'b/same.ts'];

  test.each([
    ['src/parse.ts', 'src/parse.ts'],
    ['./src/../src/parse.ts', 'src/parse.ts'],
    ['/workspace/src/parse.ts', 'src/parse.ts'],
    ['file:///workspace/src/parse.ts', 'src/parse.ts'],
    ['/home/ci/worktrees/7/src/parse.ts', 'src/parse.ts'],
    ['week.ts', 'packages/web/src/week.ts'],
    ['src/week.ts', 'packages/web/src/week.ts'],
    ['same.ts', null],
    ['src/other.ts', null],
    ['../../src/parse.ts', null],
    ['/workspace/../etc/src/parse.ts', null],
    ['/workspace/node_modules/lib/src/parse.ts', null],
    ['node_modules/lib/parse.ts', null],
    ['/usr/lib/other.ts', null],
    ['..', null],
  ])('%s means %s', (written, path) => {
    expect(pathAmong(paths, written)).toBe(path);
  });

  test('means a file below a folder of dependencies where that is what was changed', () => {
    expect(pathAmong(['vendor/a.go'], 'vendor/a.go')).toBe('vendor/a.go');
  });
});

describe('annotations', () => {
  const place = (line: number, more: Partial<Place> = {}): Place => ({
    path: 'src/a.ts',
    line,
    level: 'failure',
    message: 'm',
    ...more,
  });

  test('are those in changed files, one of each stack, each once', () => {
    const found = annotationsIn(
      [
        place(1, { path: 'src/b.ts', stack: 1 }),
        place(2, { stack: 1 }),
        place(3, { stack: 1 }),
        place(4, { path: './src/a.ts' }),
        place(4),
        place(5, { path: 'src/c.ts' }),
      ],
      ['src/a.ts'],
    );
    expect(found.annotations.map(({ path, line }) => [path, line])).toEqual([
      ['src/a.ts', 2],
      ['src/a.ts', 4],
    ]);
    expect(found.more).toBe(0);
  });

  test('are as many as GitHub takes; the summary says how many are left out, within its limit', () => {
    const check = {
      name: 'planwright / a',
      conclusion: 'failure',
      title: 't',
      summary: `${'word\n'.repeat(13_000)}`,
      text: '',
      places: Array.from({ length: 73 }, (_, index) => place(index + 1)),
      actions: [],
    } as const;
    const { annotations, summary } = checkOutput(check, ['src/a.ts']);
    expect(annotations).toHaveLength(50);
    expect(summary).toMatch(/\n\n50 of 73 places are marked in the files; the output names the others\.$/);
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(checkOutput(check, [])).toMatchObject({ annotations: [], summary: check.summary });
  });
});
