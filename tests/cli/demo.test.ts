import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { DEMO_PLAN } from '../../src/cli/demo/demo_plan.ts';
import { type DemoOutcome, deviations } from '../../src/cli/demo/deviations.ts';
import { EXPECTED_FILES, EXPECTED_TASKS, expectedBranches } from '../../src/cli/demo/expected_outcome.ts';
import { parsePlan } from '../../src/core/plan/parse_plan.ts';
import { home, planwright } from './planwright.ts';
import { attemptView, NOW, runView, taskView } from './progress/views.ts';

function outcome(over: Partial<DemoOutcome> = {}): DemoOutcome {
  const tasks = Object.entries(EXPECTED_TASKS).map(([key, { state, attempts, class: failure }]) =>
    taskView(key, {
      state,
      attempts,
      reason: failure === undefined ? null : { code: 'retries_used_up', message: 'x', class: failure },
    }),
  );
  return {
    snapshot: { run: runView({ state: 'failed', integrationBranch: 'planwright/book/plan' }), tasks },
    attempts: [
      attemptView({ task: 'cover', leasedAt: NOW, endedAt: NOW + 1_000 }),
      attemptView({ task: 'poster', leasedAt: NOW + 1_000, endedAt: NOW + 2_000 }),
    ],
    branches: expectedBranches('planwright/book'),
    files: EXPECTED_FILES,
    checkedOut: 'main',
    changes: '',
    ...over,
  };
}

test('the plan of the demonstration is a plan of the tasks that are expected', () => {
  const parsed = parsePlan(DEMO_PLAN);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.plan.tasks.map((task) => task.id)).toEqual(Object.keys(EXPECTED_TASKS));
  expect(parsed.warnings).toEqual([]);
});

test('exactly the expected outcome has no deviation; every other is named', () => {
  expect(deviations(outcome())).toEqual([]);
  const overlapping = outcome().attempts.map((attempt) => ({ ...attempt, leasedAt: NOW }));
  expect(deviations(outcome({ attempts: overlapping }))).toEqual(['cover and poster held the lock at the same time.']);
  expect(deviations(outcome({ files: { ...EXPECTED_FILES, 'glossary.txt': 'tree\nseed\n' } }))).toHaveLength(1);
  expect(deviations(outcome({ branches: ['main'] }))).toHaveLength(1);
  expect(deviations(outcome({ checkedOut: 'planwright/book/plan', changes: ' M README.md' }))).toHaveLength(2);
  const { run, tasks } = outcome().snapshot;
  const [first, ...rest] = tasks;
  if (first === undefined) throw new Error('the demonstration has tasks');
  const changed = [{ ...first, state: 'failed' as const, attempts: 3 }, ...rest];
  expect(deviations(outcome({ snapshot: { run, tasks: changed } }))).toHaveLength(2);
});

test('the demonstration itself comes to what it has to', async () => {
  const place = home();
  const result = await planwright(['demo', '--json'], { cwd: place.folder, variables: place.variables });
  const { ok, data } = result.json();
  expect(data).toMatchObject({ deviations: [], run: { state: 'failed' } });
  expect({ ok, exitCode: result.exitCode }).toEqual({ ok: true, exitCode: 0 });
  rmSync(dirname(String(data?.repository)), { recursive: true, force: true });
  place.remove();
}, 120_000);
