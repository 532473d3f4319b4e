import { expect, test } from 'vitest';
import { planName } from '../../src/local/plan_name.ts';
import { scratchRepository } from './scratch_repository.ts';

const NAMES: readonly (readonly [string, string])[] = [
  ['/plans/dates.md', 'dates'],
  ['My Plan (2).md', 'My-Plan-2'],
  ['Übersicht.md', 'Ubersicht'],
  ['v1.2.md', 'v1.2'],
  ['a..b.md', 'a.b'],
  ['.hidden', 'hidden'],
  ['refs.lock.md', 'refs'],
  ['план.md', 'plan'],
  ['-rf.md', 'rf'],
  [`${'x'.repeat(300)}.md`, 'x'.repeat(60)],
  ['a@{b}~^:?*[\\c.md', 'a-b-c'],
];

test.each(NAMES)('%s becomes %s', (file, name) => {
  expect(planName(file)).toBe(name);
});

test('every name can be part of a branch', () => {
  const repository = scratchRepository({ commit: false });
  for (const [file] of NAMES) {
    expect(() => repository.git('check-ref-format', `refs/heads/planwright/${planName(file)}/plan`)).not.toThrow();
    expect(planName(file)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/);
  }
  repository.remove();
});
