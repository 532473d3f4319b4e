import { expect, test } from 'vitest';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { processorMs } from '../../support/processor_ms.ts';
import { hostilePlans } from './hostile_plans.ts';

/** What each input comes to: the number of its tasks, or the code of its first problem. */
const expected: Readonly<Record<string, number | string>> = {
  'ten thousand tasks': 10000,
  'a chain of ten thousand tasks': 10000,
  'a cycle of ten thousand tasks': 'cycle',
  'ten thousand unknown dependencies': 'unknown-dependency',
  'ten thousand equal ids': 'duplicate-id',
  'ten thousand groups of one name': 10000,
  'two groups of five thousand tasks': 'too-large',
  'a line of a megabyte': 'too-large',
  'a line just below the limit': 'too-large',
  'blanks by the megabyte': 'too-large',
  'blanks in a heading': 'no-tasks',
  'blanks inside headings': 'no-tasks',
  'blanks before a strange end of line': 'no-tasks',
  'brackets by the hundred thousand': 'too-large',
  'parentheses by the hundred thousand': 'too-large',
  'brackets on many lines': 10000,
  'emphasis by the hundred thousand': 'too-large',
  'backticks by the hundred thousand': 'too-large',
  'comments that never close': 'too-large',
  'comments line by line': 'no-tasks',
  'nested quotes': 'no-tasks',
  'quotes with lazy lines': 'no-tasks',
  'many quotes with lazy lines': 'no-tasks',
  'nested lists on one line': 'too-deep',
  'nested lists by indentation': 'too-deep',
  'nested lists of the allowed depth': 5000,
  'items of the allowed length': 'too-large',
  'items of paragraphs': 166,
  'items of headings': 166,
  'headings by underline': 'no-tasks',
  'headings by underline within quotes': 'no-tasks',
  'rules and underlines': 'no-tasks',
  paragraphs: 1,
  fences: 'no-tasks',
  'bold lines': 1,
  definitions: 'no-tasks',
  'numbers and bullets': 'no-tasks',
  'empty items': 'too-large',
  'an alias bomb': 'bad-value',
  'aliases by the thousand': 'bad-yaml',
  'YAML brackets by the hundred thousand': 'too-large',
  'YAML lists in one line': 'bad-yaml',
  'YAML keys by the hundred': 'unknown-setting',
  'a custom tag': 'bad-yaml',
};

test.each(Object.entries(hostilePlans))('%s is answered', (name, markdown) => {
  const parsed = parsePlan(markdown);
  expect(parsed.ok ? parsed.plan.tasks.length : parsed.problems[0]?.code).toBe(expected[name]);
});

test.each(['blanks inside headings', 'blanks before a strange end of line'])('%s cost no time', (name) => {
  expect(processorMs(() => parsePlan(hostilePlans[name] ?? ''))).toBeLessThan(5_000);
});
