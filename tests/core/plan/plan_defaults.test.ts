import { expect, it, test } from 'vitest';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planInForce } from '../../../src/core/plan/plan_defaults.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import fc from '../../support/fast_check.ts';
import { planArbitrary } from './plan_arbitrary.ts';

const FOR_ALL = `agent: everybody
model: small
setup: npm ci
verify:
  - npm test
  - docs/** => npm run docs
timeout: 20m
labels: gpu
base: develop
concurrency: 2
run-timeout: 2h
reviewers: alice
ask-wait: 5m
approve: plan
`;

const PLAN = `\`\`\`planwright
timeout: 10m
concurrency: 3
labels: []
\`\`\`

## Tasks
- [ ] usual: As all
- [ ] quick: Quickly (timeout: 1m)
- [ ] own: Verified by itself
  - verify: make
- [ ] none: Not verified
  - verify: []
`;

function planOf(markdown: string): Plan {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan;
}

const { planDefaults } = parseSettings({ own: FOR_ALL, organisation: null }).settings;

function settingsOf({ tasks }: Plan, id: string) {
  return tasks.find((task) => task.id === id)?.settings;
}

test('what holds for all plans is below what a plan says, and that below what its tasks say', () => {
  const plan = planInForce(planOf(PLAN), planDefaults, null);
  const rules = [{ when: ['docs/**'], argv: ['npm', 'run', 'docs'] }];
  expect(plan.settings).toMatchObject({
    base: 'develop',
    concurrency: 3,
    runTimeoutMs: 7_200_000,
    reviewers: ['alice'],
    approvePlan: true,
    setup: [['npm', 'ci']],
    verify: [['npm', 'test']],
    verifyByPath: rules,
    taskDefaults: { agent: 'everybody', model: 'small', timeoutMs: 600_000, labels: [], askWaitMs: 300_000 },
  });
  expect(settingsOf(plan, 'usual')).toMatchObject({
    agent: 'everybody',
    model: 'small',
    setup: [['npm', 'ci']],
    verify: [['npm', 'test']],
    verifyByPath: rules,
    timeoutMs: 600_000,
    labels: [],
  });
  expect(settingsOf(plan, 'quick')?.timeoutMs).toBe(60_000);
  for (const [id, verify] of [
    ['own', [['make']]],
    ['none', []],
  ] as const) {
    expect(settingsOf(plan, id)?.verify).toEqual(verify);
    expect(settingsOf(plan, id)).not.toHaveProperty('verifyByPath');
  }
});

test('a plan that says how it is verified has none of the rules for all plans', () => {
  const plan = planInForce(planOf('```planwright\nverify: []\n```\n## Tasks\n- [ ] a: A\n'), planDefaults, null);
  expect(plan.settings.verify).toEqual([]);
  expect(plan.settings).not.toHaveProperty('verifyByPath');
  expect(settingsOf(plan, 'a')).not.toHaveProperty('verifyByPath');
});

test('whoever starts a plan names its agent before the settings do, and behind its own text', () => {
  const silent = planOf('## Tasks\n- [ ] a: A\n');
  const agentOf = ({ settings }: Plan) => settings.taskDefaults.agent;
  expect(agentOf(planInForce(silent, planDefaults, null))).toBe('everybody');
  expect(agentOf(planInForce(silent, planDefaults, 'mine'))).toBeUndefined();
  const named = planOf('```planwright\nagent: own\n```\n## Tasks\n- [ ] a: A\n');
  expect(agentOf(planInForce(named, planDefaults, 'mine'))).toBe('own');
});

it('changes nothing of a plan where no file says anything, and never what it waits for or what it is', () => {
  fc.assert(
    fc.property(planArbitrary, (plan) => {
      const same = planInForce(plan, {}, null);
      expect(same).toEqual(plan);
      expect(hashPlan(same)).toBe(hashPlan(plan));
      const { tasks, settings: _settings, ...others } = planInForce(plan, planDefaults, null);
      const { tasks: written, settings: _own, ...before } = plan;
      expect(others).toEqual(before);
      const without = tasks.map(({ settings: _inForce, ...task }) => task);
      expect(without).toEqual(written.map(({ settings: _inForce, ...task }) => task));
    }),
  );
});
