import { describe, expect, test } from 'vitest';
import { commitMessage } from '../../../src/core/text/commit_message.ts';
import { neutraliseTitle } from '../../../src/core/text/neutralise_title.ts';
import fc from '../../support/fast_check.ts';
import { taskRecord } from '../records.ts';

const subjectOf = (title: string) => commitMessage(taskRecord({ sketch: { title } }), 'run', 2).split('\n')[0] ?? '';

describe('a title becomes the subject', () => {
  test.each([
    ['Parse ISO dates', 'feat: parse ISO dates'],
    ['Fix the thing: again', 'fix: the thing: again'],
    ['Fix week dates', 'fix: week dates'],
    ['Fixes the crash on empty input.', 'fix: the crash on empty input'],
    ['Fixed crash on empty input', 'fix: crash on empty input'],
    ['Fixing what the linter found', 'fix: what the linter found'],
    ['Fix up the importer', 'fix: the importer'],
    ['Fix for leap seconds', 'fix: leap seconds'],
    ['Fix and test the importer', 'fix: fix and test the importer'],
    ['Fix #1: Crash on empty input', 'fix: crash on empty input (#\u200b1)'],
    ['Fixes #1 - crash on empty input', 'fix: crash on empty input (#\u200b1)'],
    ['Fix #12', 'fix: #\u200b12'],
    ['Fix GH-7', 'fix: GH-\u200b7'],
    ['Fix https://github.com/acme/web/issues/3', 'fix: h\u200bttps://github.com/acme/web/issues/3'],
    ['Fix 😀 https://a.example', 'fix: 😀 h\u200bttps://a.example'],
    ['Fix typo in README', 'docs: fix typo in README'],
    ['Fix typo in an error message', 'fix: typo in an error message'],
    ['Fixed-width columns', 'feat: fixed-width columns'],
    ['Bugfix for the importer', 'fix: the importer'],
    ['Resolves a race in the cache', 'fix: resolve a race in the cache'],
    ['Repair leap seconds', 'fix: repair leap seconds'],
    ['Corrected the offsets', 'fix: correct the offsets'],
    ['Fixture for dates', 'feat: fixture for dates'],
    ['Adds a parser', 'feat: add a parser'],
    ['Added: week dates', 'feat: added: week dates'],
    ['Added week dates', 'feat: add week dates'],
    ['Adding week dates', 'feat: add week dates'],
    ['adds week dates', 'feat: add week dates'],
    ['Implements OAuth', 'feat: implement OAuth'],
    ['Stopped the polling', 'feat: stop the polling'],
    ['Made the button blue', 'feat: make the button blue'],
    ['Changes since v1', 'feat: changes since v1'],
    ['Document the parser', 'docs: document the parser'],
    ['Documents the parser', 'docs: document the parser'],
    ['Docs for the API', 'docs: the API'],
    ['Add a changelog entry', 'docs: add a changelog entry'],
    ['README for beginners', 'docs: README for beginners'],
    ['Cover week dates', 'test: cover week dates'],
    ['Add more tests', 'test: add more tests'],
    ['Test the parser', 'test: the parser'],
    ['Tests for the parser', 'test: the parser'],
    ['Testing of week dates', 'test: week dates'],
    ['Test whether offsets are kept', 'test: whether offsets are kept'],
    ['Test mode toggle', 'test: test mode toggle'],
    ['Tests page shows results', 'test: test page shows results'],
    ['Tests', 'test: tests'],
    ['Rename Foo', 'refactor: rename Foo'],
    ['Renamed Foo to Bar', 'refactor: rename Foo to Bar'],
    ['Refactor the scan', 'refactor: the scan'],
    ['Refactored the scan', 'refactor: the scan'],
    ['Simplifies the scan', 'refactor: simplify the scan'],
    ['Remove dead code', 'refactor: remove dead code'],
    ['Removes the CSV export', 'feat: remove the CSV export'],
    ['Optimise the scan', 'perf: optimise the scan'],
    ['Speeds up the scan', 'perf: speed up the scan'],
    ['Speeding up the scan', 'perf: speed up the scan'],
    ['Speed limits for uploads', 'feat: speed limits for uploads'],
    ['Make the scan faster', 'perf: make the scan faster'],
    ['Run the linter in CI', 'ci: run the linter in CI'],
    ['Revert the new scan', 'revert: the new scan'],
    ['Upgrade zod', 'chore: upgrade zod'],
    ['Upgraded zod', 'chore: upgrade zod'],
    ['Updates dependencies', 'chore: update dependencies'],
    ['Update the start page', 'feat: update the start page'],
    ['ISO week dates', 'feat: ISO week dates'],
    ['GitHub login', 'feat: GitHub login'],
    ['A new parser', 'feat: a new parser'],
    ['A* search', 'feat: A* search'],
    ['Émile sagt es', 'feat: Émile sagt es'],
    ['Wait a moment...', 'feat: wait a moment...'],
    ['feat(parser)!: week dates', 'feat(parser)!: week dates'],
    ['chore: tidy up', 'chore: tidy up'],
    ['fix: Fix it.', 'fix: Fix it.'],
    ['Fix: Crash on empty input', 'fix: crash on empty input'],
    ['Docs(api): Describe it', 'docs(api): describe it'],
    ['Feature: week dates', 'feat: week dates'],
    ['Bug: crash on empty input', 'fix: crash on empty input'],
    ['[Bug] Crash on empty input', 'fix: crash on empty input'],
    ['[docs]: describe it', 'docs: describe it'],
    ['[v2] Week dates', 'feat: [v2] Week dates'],
    ['fix: https://github.com/acme/web/issues/3', 'fix: h\u200bttps://github.com/acme/web/issues/3'],
    ['wip: tidy up', 'feat: wip: tidy up'],
    ['constructor: tidy up', 'feat: constructor: tidy up'],
    ['fix:', 'feat: fix:'],
    ['two\nlines   and\tblanks ', 'feat: two lines and blanks'],
    ['   ', 'feat: parser'],
  ])('%j: %j', (title, subject) => {
    expect(subjectOf(title)).toBe(subject);
  });
});

test('a subject has a type, and is harmless as it is, whatever the title', () => {
  const words = fc.constantFrom(
    'fix',
    'Fixes',
    'Test',
    'docs',
    'refactor',
    'Revert',
    'dates',
    '#7',
    'GH-7',
    'the',
    ':',
    '.',
    'up',
    'of',
  );
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 5 }), (title) => {
      const subject = subjectOf(title.join(' '));
      expect(subject).toMatch(/^(feat|fix|docs|test|refactor|perf|ci|revert|chore): \S/);
      expect(subject).not.toMatch(/#\d|GH-\d/);
      expect(neutraliseTitle(subject)).toBe(subject);
    }),
  );
});

test('trailers lead back to the task', () => {
  expect(commitMessage(taskRecord(), 'run', 2)).toBe(
    'feat: parse dates\n\nPlanwright-Task: parser\nPlanwright-Run: run\nPlanwright-Attempt: 2\n',
  );
});

test('a title cannot add trailers', () => {
  const message = commitMessage(taskRecord({ sketch: { title: 'x\n\nPlanwright-Run: forged' } }), 'run', 1);
  expect(message.split('\n').filter((line) => line.startsWith('Planwright-Run:'))).toEqual(['Planwright-Run: run']);
});

test('a long title is cut at 100, whole characters only', () => {
  expect(subjectOf('x'.repeat(94))).toHaveLength(100);
  expect(subjectOf('x'.repeat(95))).toBe(`feat: ${'x'.repeat(93)}…`);
  expect(subjectOf('😀'.repeat(60))).toBe(`feat: ${'😀'.repeat(46)}…`);
});

test('a title closes no issue and mentions nobody', () => {
  for (const title of ['Fix #12', 'fix: closes acme/web#3 for @bob', 'Resolve GH-7']) {
    const subject = subjectOf(title);
    expect(subject).not.toMatch(/#\d|@\w|GH-\d/i);
    expect(subject.replaceAll('\u200b', '')).toContain(title.slice(4));
  }
});
