import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Explanation, explain } from '../../../src/cli/settings/explanation.ts';
import { planWithSettings } from '../../../src/cli/settings/plan_with_settings.ts';
import { findRepository } from '../../../src/local/find_repository.ts';
import { commandLine } from '../../../src/protocol/command_line.ts';
import { durationSetting } from '../../../src/text/duration.ts';
import { type ScratchRepository, scratchRepository } from '../../local/scratch_repository.ts';
import { startTestService, type TestService } from '../../support/test_service.ts';

const USER = `agents: { careful: { provider: script, model: small }, quick: { provider: script } }
roles: { reviewer: { agent: quick } }
breaker: { failures: 9 }
protected: [infra/**]
prices: { small: { input: 4, output: 20 } }
step-timeout: 7m
ask-wait: 9s
setup: make
`;
const OWN = `agents: { careful: { provider: script, model: large, fallback: quick } }
routing: [{ when: { files: "docs/**" }, use: careful }]
breaker: { failures: 3, cooldown: 1m }
protected: [db/**]
setup: npm ci
verify:
  - docs/** => npm run docs
timeout: 40m
ask-wait: 10s
`;
const PLAN = `\`\`\`planwright
verify: npm test
timeout: 20m
protected: x/**
max-cost: $3
\`\`\`

## Tasks
- [ ] docs: Document (files: \`docs/**\`; timeout: 5m)
- [ ] look: Look at it (role: reviewer; agent: quick)
- [ ] review: Review it (role: reviewer; verify: npm run lint)
- [ ] any: Do it
`;

let home: string;
let repository: ScratchRepository;
let service: TestService;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'planwright-home-'));
  mkdirSync(join(home, '.config', 'planwright'), { recursive: true });
  writeFileSync(join(home, '.config', 'planwright', 'planwright.yml'), USER);
  vi.stubEnv('HOME', home);
  repository = scratchRepository();
  mkdirSync(join(repository.folder, '.github'));
  repository.write('.github/planwright.yml', OWN);
  repository.commit('Settings');
  service = await startTestService();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  repository.remove();
  await service.stop();
});

const settingIn = ({ settings }: Explanation, setting: string) =>
  settings.find((one) => one.setting === setting && one.name === null)?.value;
const entriesIn = ({ settings }: Explanation, setting: string) => settings.filter((one) => one.setting === setting);

test('what is explained of each task is what its run goes by', async () => {
  const found = await findRepository(repository.folder);
  const read = await planWithSettings(PLAN, async () => found);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { user, own } = read.local.texts;
  const json = {
    name: 'plan',
    markdown: PLAN,
    owner: 'ada',
    repository: { name: 'api', cloneUrl: found.path },
    settings: own ?? '',
    userSettings: user ?? '',
  };
  expect((await service.client.api.v1.runs.$post({ json })).status).toBe(200);
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const leases = await runner.lease(4);
  expect(leases).toHaveLength(4);
  for (const lease of leases) {
    const task = read.plan.tasks.find(({ id }) => id === lease.task.key) ?? null;
    const plan = { ...read, task, file: 'plan.md' };
    const explanation = explain({ local: read.local, repository: found, plan, outside: {} });
    const { routing } = explanation;
    const { work, limits } = lease;
    if (work.kind !== 'agent' || routing === null) throw new Error('An agent does every task.');
    const [first] = routing.agents;
    expect(work.role).toBe(routing.role);
    if (first !== undefined) {
      expect(work).toMatchObject({ agent: first.agent, provider: first.provider, model: first.model });
    }
    expect(lease.routing).toContain(routing.why);
    expect(durationSetting(limits.timeoutMs)).toBe(settingIn(explanation, 'timeout'));
    expect(durationSetting(limits.stepTimeoutMs)).toBe(settingIn(explanation, 'step-timeout'));
    expect(durationSetting(limits.askWaitMs)).toBe(settingIn(explanation, 'ask-wait'));
    expect(lease.verify.map(commandLine)).toEqual([settingIn(explanation, 'verify')]);
    expect(lease.verifyByPath).toEqual([]);
    expect(lease.setup.map(commandLine)).toEqual([settingIn(explanation, 'setup')]);
    expect(lease.protected.paths.toSorted()).toEqual(
      entriesIn(explanation, 'protected')
        .map(({ value }) => value)
        .toSorted(),
    );
    expect(limits.budget?.prices).toEqual(
      entriesIn(explanation, 'prices').map(({ name, value }) => ({ model: name, ...(value as object) })),
    );
  }
  const byTask = leases.map(({ task, work }) => [task.key, work.kind === 'agent' ? work.agent : null]);
  expect(Object.fromEntries(byTask)).toEqual({ docs: 'careful', look: 'quick', review: 'quick', any: 'script' });
});

test('what no layer but files says comes from there, as the lease does', async () => {
  repository.write('.github/planwright.yml', `${OWN}agent: quick\nmodel: large\nverify-in: clean\n`);
  repository.commit('Say more for all plans');
  const found = await findRepository(repository.folder);
  const read = await planWithSettings('## Tasks\n- [ ] a: Do it\n', async () => found);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const [task = null] = read.plan.tasks;
  const explanation = explain({
    local: read.local,
    repository: found,
    plan: { ...read, task, file: 'p.md' },
    outside: {},
  });
  const { user, own } = read.local.texts;
  const json = {
    name: 'plan',
    markdown: '## Tasks\n- [ ] a: Do it\n',
    owner: 'ada',
    repository: { name: 'api', cloneUrl: found.path },
    settings: own ?? '',
    userSettings: user ?? '',
  };
  await service.client.api.v1.runs.$post({ json });
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  const from = (setting: string) => explanation.settings.find((one) => one.setting === setting)?.from;
  const places = ['agent', 'model', 'setup', 'verify', 'verify-in', 'timeout', 'step-timeout', 'ask-wait'].map(from);
  expect(places.map((place) => place && [place.layer, place.line])).toEqual([
    ['repository', 10],
    ['repository', 11],
    ['repository', 5],
    ['repository', 6],
    ['repository', 12],
    ['repository', 8],
    ['user', 6],
    ['repository', 9],
  ]);
  expect(explanation.routing).toMatchObject({ agents: [{ agent: 'quick' }], model: 'large', from: { line: 10 } });
  expect(lease).toMatchObject({
    work: { agent: 'quick', model: 'large' },
    setup: [['npm', 'ci']],
    verify: [],
    verifyByPath: [{ when: ['docs/**'], argv: ['npm', 'run', 'docs'] }],
    verifyIn: 'clean',
    limits: { timeoutMs: 2_400_000, stepTimeoutMs: 420_000, askWaitMs: 10_000 },
  });
  // With other settings it is the same plan, and its run goes on as it began.
  const again = await service.client.api.v1.runs.$post({ json: { ...json, settings: 'verify: make\n' } });
  expect(await again.json()).toMatchObject({ created: false });
});

test('the agent that somebody names for one run goes before that for all plans', async () => {
  repository.write('.github/planwright.yml', `${OWN}agent: absent\n`);
  repository.commit('Name an agent for all plans');
  const markdown = '## Tasks\n- [ ] a: Do it\n';
  const read = await planWithSettings(markdown, () => findRepository(repository.folder), 'careful');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.plan.settings.taskDefaults.agent).toBeUndefined();
  const own = read.local.texts.own ?? '';
  const place = { name: 'api', cloneUrl: repository.folder };
  const json = { name: 'plan', markdown, owner: 'ada', agent: 'careful', repository: place, settings: own };
  await service.client.api.v1.runs.$post({ json });
  await service.settle();
  const runner = service.runner();
  await runner.register();
  expect(await runner.lease(1)).toMatchObject([{ work: { agent: 'careful', model: 'large' } }]);
});

test('who does a task is said with the place that says so', async () => {
  const found = await findRepository(repository.folder);
  const read = await planWithSettings(PLAN, async () => found);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const places = read.plan.tasks.map((task) => {
    const plan = { ...read, task, file: 'plan.md' };
    const { routing } = explain({ local: read.local, repository: found, plan, outside: {} });
    return [task.id, routing?.from];
  });
  expect(Object.fromEntries(places)).toEqual({
    docs: { layer: 'repository', file: '.github/planwright.yml', line: 2 },
    look: { layer: 'task', file: 'plan.md', line: 10 },
    review: { layer: 'user', file: join(home, '.config', 'planwright', 'planwright.yml'), line: 2 },
    any: { layer: 'default', file: null, line: null },
  });
});
