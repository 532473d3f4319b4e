import { expect, it, test } from 'vitest';
import { explainPlan, protectedByPlan } from '../../../src/core/explain/explain_plan.ts';
import type { Sourced } from '../../../src/core/explain/explained.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { planInForce } from '../../../src/core/plan/plan_defaults.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';

const MARKDOWN = `We follow RFC 3339.

\`\`\`planwright
merge: integration
agent: coder
setup:
  - npm ci
  - npm run build
verify:
  - npm test
  - docs/** => npm run docs
timeout: 20m
protected: infra/**
\`\`\`

## Tasks
- [ ] parser: Parse (files: \`src/**\`, \`lib/**\`; Timeout: 5m)
  - verify: npm test -- parse
- [ ] docs: Document (after parser)
  - retries: 0
- [ ] log: Log
  - run: ls -l
`;

const OUTSIDE = { timeout: { value: '1h' }, 'ask-wait': { value: '1m' } };

function explain(id: string | null, own: string | null = null, markdown = MARKDOWN) {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { settings, entries, problems } = parseSettings({ own, organisation: null });
  expect(problems).toEqual([]);
  const plan = planInForce(parsed.plan, settings.planDefaults, null);
  const task = plan.tasks.find((one) => one.id === id) ?? null;
  const explained = explainPlan({ ...parsed, plan, written: parsed.plan, task }, entries, OUTSIDE);
  const told = (setting: string) => {
    const value = explained.find((one) => one.setting === setting);
    const place = ({ value: said, from: { layer, line } }: Sourced) => [
      said,
      line === null ? layer : `${layer}:${line}`,
    ];
    return value === undefined ? undefined : [value, ...value.overrode].map(place);
  };
  return { parsed, explained, told };
}

test("a task's settings go before those of its plan, and both before the defaults", () => {
  const { told } = explain('parser');
  expect(told('timeout')).toEqual([
    ['5m', 'task:17'],
    ['20m', 'plan:12'],
    ['1h', 'default'],
  ]);
  expect(told('agent')).toEqual([['coder', 'plan:5']]);
  expect(told('files')).toEqual([['`src/**`, `lib/**`', 'task:17']]);
  expect(told('setup')).toEqual([[['npm ci', 'npm run build'], 'plan:6']]);
  // With a verification of its own it has none of the plan's, those by path neither.
  expect(told('verify')).toEqual([
    ['npm test -- parse', 'task:18'],
    [['npm test', '`docs/**` => npm run docs'], 'plan:9'],
  ]);
  expect(told('retries')).toEqual([['2', 'default']]);
  expect(told('ask-wait')).toEqual([['1m', 'default']]);
  expect(told('merge')).toEqual([
    ['integration', 'plan:4'],
    ['integration', 'default'],
  ]);
});

test('what a task waits for and what it runs are its own', () => {
  const docs = explain('docs');
  expect(docs.told('after')).toEqual([['parser', 'task:19']]);
  expect(docs.told('retries')).toEqual([
    ['0', 'task:20'],
    ['2', 'default'],
  ]);
  const log = explain('log');
  expect(log.told('run')).toEqual([['ls -l', 'task:22']]);
  // No agent does it.
  for (const setting of ['agent', 'role', 'model']) expect(log.told(setting)).toBeUndefined();
});

it('leaves out settings of tasks where no task is asked about', () => {
  const { told } = explain(null);
  expect(told('timeout')).toEqual([
    ['20m', 'plan:12'],
    ['1h', 'default'],
  ]);
  expect(told('files')).toBeUndefined();
  expect(told('model')).toEqual([[null, 'default']]);
});

test('settings files are below the plan, and what holds is what the run goes by', () => {
  const own = 'verify:\n  - make check\n  - docs/** => make docs\nretries: 4\nconcurrency: 2\nmerge: integration\n';
  const docs = explain('docs', own);
  expect(docs.told('retries')).toEqual([
    ['0', 'task:20'],
    ['4', 'repository:4'],
    ['2', 'default'],
  ]);
  expect(docs.told('verify')).toEqual([
    [['npm test', '`docs/**` => npm run docs'], 'plan:9'],
    [['make check', '`docs/**` => make docs'], 'repository:1'],
  ]);
  expect(docs.told('concurrency')).toEqual([['2', 'repository:5']]);
  expect(docs.told('merge')).toEqual([
    ['integration', 'plan:4'],
    ['integration', 'repository:6'],
    ['integration', 'default'],
  ]);
  const bare = explain('a', own, '## Tasks\n- [ ] a: A\n');
  expect(bare.told('verify')).toEqual([[['make check', '`docs/**` => make docs'], 'repository:1']]);
  expect(bare.told('merge')?.[0]).toEqual(['integration', 'repository:6']);
});

test('without a plan is what files and defaults say of all plans', () => {
  const { entries } = parseSettings({ own: 'base: develop\n', organisation: 'base: next\nmodel: m\n' });
  const explained = explainPlan(null, entries, OUTSIDE);
  const told = (setting: string) => explained.find((one) => one.setting === setting);
  expect(told('base')).toMatchObject({
    value: 'develop',
    from: { layer: 'repository', line: 1 },
    overrode: [{ value: 'next', from: { layer: 'organisation', line: 1 } }],
  });
  expect(told('model')).toMatchObject({ value: 'm', from: { layer: 'organisation', line: 2 } });
  expect(told('timeout')).toMatchObject({ value: '1h', from: { layer: 'default' } });
  for (const setting of ['owner', 'headings', 'report', 'files', 'run']) expect(told(setting)).toBeUndefined();
});

it('adds what the plan protects to what files say', () => {
  const { parsed, told } = explain(null);
  expect(told('protected')).toBeUndefined();
  expect(protectedByPlan(parsed)).toMatchObject([
    { key: 'protected', value: 'infra/**', from: { layer: 'plan', line: 13 } },
  ]);
});
