import { describe, expect, test } from 'vitest';
import { commitMessage } from '../../../src/core/text/commit_message.ts';
import { taskRecord } from '../records.ts';

const subjectOf = (title: string) => commitMessage(taskRecord({ sketch: { title } }), 'run', 2).split('\n')[0] ?? '';

describe('a title becomes the subject', () => {
  test.each([
    ['Parse ISO dates', 'feat: parse ISO dates'],
    ['Fix the thing: again', 'fix: fix the thing: again'],
    ['Repair leap seconds', 'fix: repair leap seconds'],
    ['Fixture for dates', 'feat: fixture for dates'],
    ['Document the parser', 'docs: document the parser'],
    ['Add a changelog entry', 'docs: add a changelog entry'],
    ['README for beginners', 'docs: README for beginners'],
    ['Cover week dates', 'test: cover week dates'],
    ['Add more tests', 'test: add more tests'],
    ['Rename Foo', 'refactor: rename Foo'],
    ['Optimise the scan', 'perf: optimise the scan'],
    ['Upgrade zod', 'chore: upgrade zod'],
    ['ISO week dates', 'feat: ISO week dates'],
    ['GitHub login', 'feat: GitHub login'],
    ['A new parser', 'feat: A new parser'],
    ['Émile sagt es', 'feat: Émile sagt es'],
    ['feat(parser)!: week dates', 'feat(parser)!: week dates'],
    ['chore: tidy up', 'chore: tidy up'],
    ['wip: tidy up', 'feat: wip: tidy up'],
    ['two\nlines   and\tblanks ', 'feat: two lines and blanks'],
    ['   ', 'feat: parser'],
  ])('%j: %j', (title, subject) => {
    expect(subjectOf(title)).toBe(subject);
  });
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
    expect(subject).not.toMatch(/#\d|@\w|(close|fix|resolve)[a-z]* GH-/i);
    expect(subject.replaceAll('\u200b', '')).toContain(title.slice(4));
  }
});
