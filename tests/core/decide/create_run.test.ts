import { describe, expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import type { Change } from '../../../src/core/changes.ts';
import { type CreateRun, type CreateRunSlice, createRun } from '../../../src/core/decide/create_run.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planOf } from '../../support/plans.ts';
import { NOW, repository, surroundings } from '../records.ts';

const plan = planOf(
  [
    { id: 'parser', settings: { priority: 2 } },
    { id: 'old', done: true },
    { id: 'docs', dependencies: ['parser', 'old'], work: { kind: 'command', run: [['make', 'docs']] } },
    { id: 'notes', dependencies: ['old'] },
  ],
  {
    base: 'develop',
    concurrency: 2,
    runTimeoutMs: 60_000,
    verify: [['npm', 'test']],
    setup: [['npm', 'ci']],
    taskDefaults: { timeoutMs: 5_000, stepTimeoutMs: 2_000, labels: ['linux'] },
  },
);

function create(slice: Partial<CreateRunSlice> = {}, of: Plan = plan, more: Partial<CreateRun> = {}) {
  const { id: _, ...place } = repository;
  const input = {
    repository: place,
    source: { name: 'release' },
    plan: of,
    planHash: 'hash',
    startedBy: 'ada',
    agent: 'coder',
    agents: NO_AGENT_SETTINGS,
    ...more,
  };
  return createRun({ repository: null, previous: null, records: [], ...slice }, input, surroundings());
}

function inserted(changes: readonly Change[]) {
  const change = changes.find((each) => each.kind === 'insert_run');
  if (change === undefined) throw new Error('No run was inserted.');
  return change;
}

describe('a new run', () => {
  test('waits for its base, which one effect finds', () => {
    const decision = create();
    const { run } = inserted(decision.changes);
    expect(run).toMatchObject({
      state: 'pending',
      name: 'release',
      sequence: 1,
      branchPrefix: 'planwright/release',
      base: null,
      concurrency: 2,
      timeoutMs: 60_000,
      deadlineAt: null,
      createdAt: NOW,
      startedAt: null,
    });
    expect(decision.effects).toMatchObject([
      {
        run: run.id,
        lane: `run:${run.id}`,
        effect: { kind: 'begin_run', branchPrefix: 'planwright/release', base: 'develop' },
      },
    ]);
    expect(decision.events).toEqual([
      {
        run: run.id,
        body: { kind: 'run_created', name: 'release', owner: 'ada', by: 'ada', planHash: 'hash', tasks: 5 },
      },
    ]);
    expect(decision.result).toEqual({ run: run.id });
  });

  test('belongs to whom its plan names, and who started it is told', () => {
    const decision = create({}, { ...plan, settings: { ...plan.settings, owner: 'bob' } });
    expect(inserted(decision.changes).run.owner).toBe('bob');
    expect(decision.events).toMatchObject([{ body: { kind: 'run_created', owner: 'bob', by: 'ada' } }]);
  });

  const before = { id: 'before', sequence: 2, state: 'failed', finalPull: 50 } as const;

  test('of a known repository counts its name on', () => {
    const decision = create({ repository, previous: before });
    expect(decision.changes[0]).toEqual({ kind: 'save_repository', repository, at: NOW });
    expect(inserted(decision.changes).run).toMatchObject({ sequence: 3, branchPrefix: 'planwright/release.3' });
  });

  test('of an issue has the one before shown once more, which asks for nothing then', () => {
    const told = (previous: CreateRunSlice['previous'], source: CreateRun['source'] = { issue: 40 }) =>
      create({ repository, previous }, plan, { source })
        .effects.filter(({ run }) => run === 'before')
        .map(({ key }) => key);
    expect(told(before)).toEqual(['show:before', 'offer:before']);
    expect(told({ ...before, finalPull: null })).toEqual(['show:before']);
    expect(told({ ...before, state: 'succeeded' })).toEqual(['show:before']);
    expect(told(before, { name: 'release' })).toEqual([]);
  });

  test('of an issue is called by its number, and its repository by the names it has today', () => {
    const known = { ...repository, name: 'acme/old', github: { id: 7, installation: 1 } };
    const today = { name: 'acme/new', cloneUrl: 'https://github.com/acme/new.git', github: { id: 7, installation: 2 } };
    const decision = create({ repository: known }, plan, { source: { issue: 40 }, repository: today });
    expect(inserted(decision.changes).run).toMatchObject({
      name: '40',
      issue: 40,
      finalPull: null,
      branchPrefix: 'planwright/40',
    });
    expect(decision.changes[0]).toMatchObject({ kind: 'save_repository', repository: { id: 'repo', ...today } });
    expect(decision.events[0]?.body).toMatchObject({ kind: 'run_created', name: '40' });
  });

  test('of an issue is not made where every task is ticked; of a file it has succeeded', () => {
    const done = planOf([
      { id: 'a', done: true },
      { id: 'b', done: true },
    ]);
    const ofIssue = () => create({}, done, { source: { issue: 40 } });
    expect(ofIssue).toThrow(expect.objectContaining({ code: 'already_finished' }));
    expect(inserted(create({}, done).changes).run).toMatchObject({ openTasks: 0 });
  });

  test('without settings has no bounds and starts at the default branch', () => {
    const decision = create({}, planOf([{ id: 'only' }]));
    expect(inserted(decision.changes).run).toMatchObject({ concurrency: null, timeoutMs: null, openTasks: 1 });
    expect(decision.effects[0]?.effect).toMatchObject({ base: null });
  });
});

describe('its tasks', () => {
  const { run, tasks, dependencies } = inserted(create().changes);
  const keyOf = (id: string) => tasks.find((task) => task.id === id)?.key;

  test('are ready when nothing is open before them, done when they were ticked', () => {
    expect(tasks.map(({ key, kind, state, openDependencies }) => [key, kind, state, openDependencies])).toEqual([
      ['parser', 'agent', 'ready', 0],
      ['old', 'agent', 'succeeded', 0],
      ['docs', 'command', 'pending', 1],
      ['notes', 'agent', 'ready', 0],
      ['plan', 'verification', 'pending', 2],
    ]);
    expect(run.openTasks).toBe(4);
    expect(tasks.map((task) => task.endedAt)).toEqual([null, NOW, null, null, null]);
    expect(tasks.map((task) => task.position)).toEqual([0, 1, 2, 3, 4]);
    expect(tasks[0]).toMatchObject({ priority: 2, rank: 2, attempts: 0, failures: {} });
  });

  test('have a row for each dependency, satisfied where it is done', () => {
    expect(dependencies.map((row) => [keyOf(row.task), keyOf(row.dependsOn), row.satisfied])).toEqual([
      ['docs', 'parser', false],
      ['docs', 'old', true],
      ['notes', 'old', true],
      ['plan', 'docs', false],
      ['plan', 'notes', false],
    ]);
  });

  test('end with the verification of what came together, on a clean checkout, without retries', () => {
    expect(tasks.at(-1)?.spec.settings).toMatchObject({
      setup: [['npm', 'ci']],
      verify: [['npm', 'test']],
      verifyIn: 'clean',
      retries: 0,
      labels: ['linux'],
      timeoutMs: 5_000,
      stepTimeoutMs: 2_000,
    });
    const plain = planOf([{ id: 'only' }], { verify: [['check']] });
    const settings = inserted(create({}, plain).changes).tasks.at(-1)?.spec.settings;
    expect(settings).not.toHaveProperty('timeoutMs');
    expect(settings).toMatchObject({ labels: [] });
  });

  test('must all be there', () => {
    expect(() => create({}, planOf([{ id: 'a', dependencies: ['gone'] }]))).toThrow('gone');
  });
});
