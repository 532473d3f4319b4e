import { describe, expect, test } from 'vitest';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { tickTasks } from '../../../src/core/plan/tick_tasks.ts';
import fc from '../../support/fast_check.ts';
import { printPlan } from '../../support/print_plan.ts';
import { planArbitrary } from './plan_arbitrary.ts';

const named = (...ids: readonly string[]) => ids.map((id) => ({ id, named: true, title: 'Whatever' }));
const counted = (id: string, title: string) => ({ id, named: false, title });
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
    expect(
      tickTasks(planOf(plan, lineEnd), [...named('a', 'b', 'c', 'd', 'e', 'f', 'g'), counted('t1', 'no id')]),
    ).toBe(planOf(done, lineEnd));
  }
  expect(tickTasks(`\uFEFF${planOf(plan)}`, named('a'))).toBe(
    `\uFEFF${planOf(plan).replace('- [ ] a: dash', '- [x] a: dash')}`,
  );
});

test('tasks that are issues have boxes, and issues that are waited for have none', () => {
  const plan = '## Tasks\n- [ ] #12\n- [ ] docs: Document it (after #12, #13)\n';
  expect(tickTasks(plan, named('issue-12', 'issue-13'))).toBe(plan.replace('[ ] #12', '[x] #12'));
});

test('never unticks, and leaves alone what it does not know', () => {
  const plan = '## Tasks\n- [X] a: A\n- [ ] b: B\n';
  expect(tickTasks(plan, [])).toBe(plan);
  expect(tickTasks(plan, named('a', 'zz', 'plan'))).toBe(plan);
});

describe('a plan that was edited since', () => {
  const edited = [
    '## Tasks',
    '- [ ] Put before',
    '- [ ] First',
    '- [ ] own: Another title',
    '- [ ] Twice',
    '- [ ] Twice',
  ];
  const ticks = (task: Parameters<typeof tickTasks>[1][number]) =>
    tickTasks(edited.join('\n'), [task])
      .split('\n')
      .findIndex((line) => line.includes('[x]'));

  test('has a task that bears no id where its title stands, whatever it is counted now', () => {
    expect(ticks(counted('t1', 'First'))).toBe(2);
    expect(ticks(counted('t1', 'Taken out'))).toBe(-1);
  });

  test('has a task with an id of its own where that stands', () => {
    expect(ticks({ id: 'own', named: true, title: 'A title' })).toBe(3);
    expect(ticks({ id: 't1', named: true, title: 'Put before' })).toBe(-1);
    expect(ticks(counted('own', 'Another title'))).toBe(-1);
  });

  test('has one of several that are called the same where it is counted as it was', () => {
    expect(ticks(counted('t4', 'Twice'))).toBe(5);
    expect(ticks(counted('t1', 'Twice'))).toBe(-1);
  });
});

test('what is no valid plan stays as it is', () => {
  const broken = '## Tasks\n- [ ] a: A (after zz)\n- [ ] b: B\n';
  expect(tickTasks(broken, named('b'))).toBe(broken);
  expect(tickTasks('', named('b'))).toBe('');
});

test('nothing but the signs in the boxes of these tasks differs', () => {
  fc.assert(
    fc.property(planArbitrary, fc.constantFrom('\n', '\r\n'), fc.nat(), (plan, lineEnd, seed) => {
      const markdown = printPlan(plan).replaceAll('\n', lineEnd);
      const before = parsePlan(markdown);
      if (!before.ok) return;
      const wanted = before.plan.tasks.filter((_, index) => (seed >> (index % 20)) % 2 === 1);
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
      const expected = before.plan.tasks.map((task) => task.done || wanted.includes(task));
      expect(after.ok && after.plan.tasks.map((task) => task.done)).toEqual(expected);
      expect(tickTasks(result, wanted)).toBe(result);
    }),
    { numRuns: 200 },
  );
});
