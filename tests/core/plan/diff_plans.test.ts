import { describe, expect, test } from 'vitest';
import { inOrder } from '../../../src/core/plan/analyse_plan.ts';
import { type Begun, diffPlans, isEmptyDiff } from '../../../src/core/plan/diff_plans.ts';
import type { Plan, PlanTask } from '../../../src/core/plan/plan.ts';
import fc from '../../support/fast_check.ts';
import { planArbitrary } from './plan_arbitrary.ts';

const RUNS = { numRuns: 200 };

/** What becomes of each task of a plan in an edit, and what stood of it when the edit came. */
const fateArbitrary = fc.record({
  fate: fc.constantFrom('stays', 'stays', 'goes', 'renamed', 'ticked', 'told more'),
  stands: fc.constantFrom('open', 'open', 'goes_on', 'rests'),
});
const editArbitrary = fc.record({
  before: planArbitrary,
  fates: fc.array(fateArbitrary, { minLength: 8, maxLength: 8 }),
  added: planArbitrary,
  isTurned: fc.boolean(),
  isRewired: fc.boolean(),
});
type Sketch = typeof editArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

/** The plan before and after an edit; what waited for a task that is gone waits for it no more. */
function edited({ before, fates, added, isTurned, isRewired }: Sketch) {
  const begun: Begun = new Map(
    before.tasks.flatMap(({ id }, index) => {
      const stands = fates[index]?.stands ?? 'open';
      return stands === 'open' ? [] : [[id, stands] as const];
    }),
  );
  const left = before.tasks.flatMap((task, index) => changed(task, fates[index]?.fate ?? 'stays'));
  const joining = added.tasks
    .slice(0, 3)
    .map((task) => ({ ...task, id: `new-${task.id}`, after: [], dependencies: [] }));
  const all = isTurned ? [...joining, ...left].toReversed() : [...left, ...joining];
  const ids = all.map(({ id }) => id);
  const tasks = all.map((task, index) => {
    const ahead = ids.slice(0, index);
    const kept = isRewired ? ahead.slice(-2) : task.dependencies.filter((id) => ahead.includes(id));
    return { ...task, after: kept, dependencies: kept };
  });
  return { before, after: { ...before, tasks } satisfies Plan, begun };
}

function changed(task: PlanTask, fate: string): readonly PlanTask[] {
  if (fate === 'goes') return [];
  if (fate === 'renamed') return [{ ...task, title: `${task.title} otherwise` }];
  if (fate === 'ticked') return [{ ...task, done: true }];
  if (fate === 'told more') return [{ ...task, instructions: `${task.instructions}\n\nAnd more.`.trim() }];
  return [task];
}

/** What of a task its place and what it waits for are not. */
function essence({ line: _line, after: _after, dependencies: _dependencies, ...task }: PlanTask): unknown {
  return task;
}

const holds = (check: (edit: ReturnType<typeof edited>) => void) =>
  fc.assert(
    fc.property(editArbitrary, (sketch) => check(edited(sketch))),
    RUNS,
  );

describe('the difference of two versions of a plan', () => {
  test('is none between a plan and itself, whatever has begun', () => {
    holds(({ before, begun }) => {
      const diff = diffPlans(before, before, begun);
      expect(isEmptyDiff(diff)).toBe(true);
      expect(diff.plan.tasks.map(essence)).toEqual(before.tasks.map(essence));
    });
  });

  test('never touches what has begun: it is neither changed, removed nor ticked, and stands as it was', () => {
    holds(({ before, after, begun }) => {
      const diff = diffPlans(before, after, begun);
      const touched = [...diff.changed.map(({ id }) => id), ...diff.removed, ...diff.ticked];
      expect(touched.filter((id) => begun.has(id))).toEqual([]);
      for (const task of before.tasks) {
        if (!begun.has(task.id)) continue;
        const now = diff.plan.tasks.find(({ id }) => id === task.id);
        expect(now && essence(now)).toEqual(essence(task));
      }
    });
  });

  test('leaves what the edit does not touch, and does all that it says of what has not begun', () => {
    holds(({ before, after, begun }) => {
      const diff = diffPlans(before, after, begun);
      for (const task of after.tasks) {
        if (begun.has(task.id)) continue;
        expect(diff.plan.tasks.find(({ id }) => id === task.id)).toEqual(task);
      }
      const known = new Set(before.tasks.map(({ id }) => id));
      const wanted = new Set(after.tasks.map(({ id }) => id));
      expect(new Set(diff.added)).toEqual(new Set(wanted).difference(known));
      const gone = before.tasks.filter(({ id }) => !wanted.has(id) && !begun.has(id)).map(({ id }) => id);
      expect(diff.removed).toEqual(gone);
      expect(new Set(diff.plan.tasks.map(({ id }) => id)).size).toBe(diff.plan.tasks.length);
    });
  });

  test('tells each task in one list at most, but what is ticked and changed', () => {
    holds(({ before, after, begun }) => {
      const { added, changed: other, removed, leftAlone } = diffPlans(before, after, begun);
      const told = [...added, ...removed, ...other.map(({ id }) => id), ...leftAlone.map(({ id }) => id)];
      expect(new Set(told).size).toBe(told.length);
    });
  });

  test('makes a plan without circles in which all that is waited for stands', () => {
    holds(({ before, after, begun }) => {
      const { plan } = diffPlans(before, after, begun);
      const ids = new Set(plan.tasks.map(({ id }) => id));
      for (const { dependencies } of plan.tasks) expect(dependencies.filter((id) => !ids.has(id))).toEqual([]);
      const ordered = inOrder(plan).map(({ id }) => id);
      for (const { id, dependencies } of plan.tasks) {
        for (const other of dependencies) expect(ordered.indexOf(other)).toBeLessThan(ordered.indexOf(id));
      }
    });
  });

  test('is followed once: the same edit of what came out changes nothing further', () => {
    holds(({ before, after, begun }) => {
      const { plan } = diffPlans(before, after, begun);
      const again = diffPlans(plan, after, begun);
      expect([again.added, again.removed, again.changed, again.ticked]).toEqual([[], [], [], []]);
      expect(again.plan.tasks.map(essence)).toEqual(plan.tasks.map(essence));
    });
  });
});
