import { expect, test } from 'vitest';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { printPlan } from '../../../src/core/plan/print_plan.ts';
import { tickTasks } from '../../../src/core/plan/tick_tasks.ts';
import fc from '../../support/fast_check.ts';
import { planArbitrary } from './plan_arbitrary.ts';

const planOf = (lines: readonly string[], lineEnd = '\n') => lines.join(lineEnd);

test('every form of item', () => {
  const plan = [
    'Context: - [ ] a: not this one',
    '',
    '```md',
    '- [ ] a: nor this',
    '```',
    '## Tasks',
    '- [ ] a: dash',
    '  - [ ] a criterion',
    '* [ ] b: star',
    '+ [ ] **c**: plus, bold',
    '1. [ ] `d`: numbered, code',
    '2)   [ ] e: parenthesis',
    '- [\t] f: tab',
    '- [x] g: done',
    '  ```',
    '  - [ ] h: in a fence',
    '  ```',
    '- [ ] no id  ',
    '- [ ] h: open',
  ];
  const done = plan.map((line, index) =>
    [6, 8, 9, 10, 11, 12, 17].includes(index) ? line.replace(/\[[ \t]\]/, '[x]') : line,
  );
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    expect(tickTasks(planOf(plan, lineEnd), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 't1'])).toBe(planOf(done, lineEnd));
  }
  expect(tickTasks(`\uFEFF${planOf(plan)}`, ['a'])).toBe(
    `\uFEFF${planOf(plan).replace('- [ ] a: dash', '- [x] a: dash')}`,
  );
});

test('never unticks, and leaves alone what it does not know', () => {
  const plan = '## Tasks\n- [X] a: A\n- [ ] b: B\n';
  expect(tickTasks(plan, [])).toBe(plan);
  expect(tickTasks(plan, ['a', 'zz', 'plan'])).toBe(plan);
});

test('what is no valid plan stays as it is', () => {
  const broken = '## Tasks\n- [ ] a: A (after zz)\n- [ ] b: B\n';
  expect(tickTasks(broken, ['b'])).toBe(broken);
  expect(tickTasks('', ['b'])).toBe('');
});

test('nothing but the signs in the boxes of these tasks differs', () => {
  fc.assert(
    fc.property(planArbitrary, fc.constantFrom('\n', '\r\n'), fc.nat(), (plan, lineEnd, seed) => {
      const markdown = printPlan(plan).replaceAll('\n', lineEnd);
      const before = parsePlan(markdown);
      if (!before.ok) return;
      const wanted = before.plan.tasks.filter((_, index) => (seed >> (index % 20)) % 2 === 1).map((task) => task.id);
      const result = tickTasks(markdown, wanted);
      expect(result).toHaveLength(markdown.length);
      const differing = Array.from({ length: markdown.length }, (_, at) => at).filter(
        (at) => markdown[at] !== result[at],
      );
      for (const at of differing) {
        expect(markdown.slice(at - 1, at + 2)).toMatch(/^\[[ \t]\]$/);
        expect(result[at]).toBe('x');
      }
      const after = parsePlan(result);
      expect(after.ok && hashPlan(after.plan)).toBe(hashPlan(before.plan));
      const expected = before.plan.tasks.map((task) => task.done || wanted.includes(task.id));
      expect(after.ok && after.plan.tasks.map((task) => task.done)).toEqual(expected);
      expect(tickTasks(result, wanted)).toBe(result);
    }),
    { numRuns: 200 },
  );
});
