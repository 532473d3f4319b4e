import { expect, it } from 'vitest';
import { pathMatcher } from '../../src/text/path_glob.ts';

it.each([
  ['docs/**', ['docs/a.md', 'docs/a/.b/c', 'docs'], ['docs2/a', 'a/docs/b']],
  ['docs/', ['docs/a/b'], ['docsa']],
  ['docs/**/*.md', ['docs/a\nb.md', 'docs/a\n\nb/c\u2028d/e.md'], ['docs/a\nb/c', 'docs/a.md\n']],
  ['**/.claude/**', ['.claude/x', 'a/b/.claude/x/y', '.claude'], ['a/.claudex/y', 'x.claude']],
  ['**/CLAUDE.md', ['CLAUDE.md', 'a/CLAUDE.md'], ['CLAUDE.md/x', 'XCLAUDE.md']],
  ['*.ts', ['a.ts', '.ts'], ['a/b.ts']],
  ['src/{a,b/**}/*.ts', ['src/a/x.ts', 'src/b/c/d/x.ts'], ['src/c/x.ts']],
  ['a?[bc][!d].t', ['axbe.t', 'aéce.t'], ['axbd.t', 'a/be.t']],
  ['a.b+c(d)', ['a.b+c(d)'], ['axb+c(d)', 'a.bbc(d)']],
  ['./src/x', ['src/x'], ['x']],
  ['{x}/[y', ['{x}/[y'], ['x/y']],
  ['f{1..3}', ['f2'], ['f/2', 'fx']],
  ['@(a|b)/c', ['a/c', 'b/c'], ['c/c']],
  ['!a', ['!a'], ['a', 'b']],
  ['#a', ['#a'], ['a']],
])('%s', (glob, matching, others) => {
  const matches = pathMatcher([glob]);
  expect(matching.filter((path) => !matches(path))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

it('letters may differ in case where that does not count', () => {
  expect(pathMatcher(['.GitHub/**'], { ignoreCase: true })('.github/Workflows/CI.yml')).toBe(true);
  expect(pathMatcher(['.GitHub/**'], { ignoreCase: true })('.github/Workflows/C\nI.yml')).toBe(true);
  expect(pathMatcher(['.GitHub/**'])('.github/x')).toBe(false);
  expect(pathMatcher([])('x')).toBe(false);
});
