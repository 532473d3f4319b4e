import { randomBytes, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import type { Change } from '../../../src/core/changes.ts';
import type { PlanTask, TaskSettings } from '../../../src/core/plan/plan.ts';
import type {
  AttemptRecord,
  DependencyRecord,
  RepositoryRecord,
  RunnerRecord,
  RunRecord,
  TaskRecord,
} from '../../../src/core/records.ts';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';

/** Records as the store is given them, complete, with what a test cares about in `over`. */

export const START = 1_700_000_000_000;
export const newCommit = () => randomBytes(20).toString('hex');

export function aRepository(over: Partial<RepositoryRecord> = {}): RepositoryRecord {
  const id = v7();
  return { id, name: 'team/project', cloneUrl: `https://git.test/${id}.git`, github: null, ...over };
}

export function aRun(over: Partial<RunRecord> = {}): RunRecord {
  return {
    id: v7(),
    repository: v7(),
    name: 'dates',
    sequence: 1,
    state: 'running',
    reason: null,
    owner: 'alice',
    issue: null,
    finalPull: null,
    reportPath: null,
    reportCommit: null,
    planHash: 'a'.repeat(64),
    planEdits: 0,
    base: 'main',
    baseCommit: newCommit(),
    branchPrefix: 'planwright/dates',
    integrationHead: null,
    concurrency: null,
    budgetMicros: null,
    budgetTokens: null,
    budgetStage: 'open',
    timeoutMs: null,
    deadlineAt: null,
    cancel: null,
    openTasks: 0,
    createdAt: START,
    startedAt: START,
    endedAt: null,
    ...over,
  };
}

export function aSpec(key: string, settings: Partial<TaskSettings> = {}, after: readonly string[] = []): PlanTask {
  return {
    id: key,
    named: true,
    title: `Title of ${key}`,
    instructions: `Do what **${key}** says.`,
    criteria: [{ text: 'it works', done: false }],
    after,
    dependencies: after,
    done: false,
    work: { kind: 'agent' },
    settings: {
      files: [],
      locks: [],
      setup: [],
      verify: [['npm', 'test']],
      verifyIn: 'worktree',
      onFailure: 'skip',
      priority: 0,
      labels: [],
      allowNoChange: false,
      outputs: [],
      ...settings,
    },
    ownSettings: settings,
    line: 1,
  };
}

export function aTask(run: string, key: string, over: Partial<TaskRecord> = {}): TaskRecord {
  return {
    id: v7(),
    run,
    key,
    position: 0,
    kind: 'agent',
    spec: aSpec(key),
    routing: ANY_AGENT,
    state: 'ready',
    reason: null,
    openDependencies: 0,
    attempts: 0,
    failures: {},
    passedOver: [],
    dueAt: null,
    priority: 0,
    rank: 1,
    cancel: null,
    commit: null,
    mergeCommit: null,
    pull: null,
    pushed: null,
    takeover: null,
    approval: null,
    approvedCommit: null,
    checked: null,
    outputs: {},
    summary: '',
    endedAt: null,
    ...over,
  };
}

export function anAttempt(task: TaskRecord, over: Partial<AttemptRecord> = {}): AttemptRecord {
  const id = v7();
  const number = over.number ?? 1;
  return {
    id,
    run: task.run,
    task: task.id,
    number,
    state: 'leased',
    runner: 'runner-1',
    boot: 'boot-1',
    leaseRequest: randomUUID(),
    agent: 'claude',
    provider: 'claude',
    model: null,
    leaseUntil: START + 30_000,
    cancel: null,
    base: null,
    startCommit: null,
    progress: '',
    request: {
      attempt: id,
      number,
      attemptRef: `refs/planwright/attempts/${task.run}/${task.key}/${number}`,
    } as ExecutionRequest,
    outcome: null,
    failure: null,
    reservedMicros: null,
    reservedTokens: null,
    leasedAt: START,
    startedAt: null,
    endedAt: null,
    ...over,
  };
}

export function aRunner(over: Partial<RunnerRecord> = {}): RunnerRecord {
  return {
    id: 'runner-1',
    boot: 'boot-1',
    name: 'forge-2',
    labels: ['linux'],
    slots: 4,
    agents: [{ name: 'claude', transport: 'text' }],
    repositories: ['*'],
    sandbox: 'bubblewrap',
    seenAt: START,
    token: null,
    ...over,
  };
}

export type Graph<Key extends string> = {
  readonly repository: RepositoryRecord;
  readonly run: RunRecord;
  readonly tasks: Readonly<Record<Key, TaskRecord>>;
  readonly changes: readonly Change[];
};

/** A task of a small graph: what it waits for, and what is special about it. */
export type Node = {
  readonly after?: readonly string[];
  readonly over?: Partial<TaskRecord>;
  readonly settings?: Partial<TaskSettings>;
};

/** A run with tasks, by their keys in the order of the plan; states and counts follow from `after` where not given. */
export function aGraph<Key extends string>(
  nodes: Readonly<Record<Key, Node>>,
  over: { readonly run?: Partial<RunRecord>; readonly repository?: RepositoryRecord } = {},
): Graph<Key> {
  const repository = over.repository ?? aRepository();
  const entries = Object.entries<Node>(nodes);
  const run = aRun({ repository: repository.id, openTasks: entries.length, ...over.run });
  const tasks = new Map<string, TaskRecord>();
  const dependencies: DependencyRecord[] = [];
  for (const [position, [key, { after = [], over: special = {}, settings = {} }]] of entries.entries()) {
    const task = aTask(run.id, key, {
      position,
      spec: aSpec(key, settings, after),
      priority: settings.priority ?? 0,
      openDependencies: after.length,
      state: after.length === 0 ? 'ready' : 'pending',
      ...special,
    });
    tasks.set(key, task);
    for (const other of after) {
      const found = tasks.get(other);
      if (found === undefined) throw new Error(`${other} must stand before ${key}`);
      dependencies.push({ run: run.id, task: task.id, dependsOn: found.id, satisfied: false });
    }
  }
  const all = [...tasks.values()];
  const settings = { merge: 'integration', verify: [], setup: [], headings: [], taskDefaults: {} } as const;
  const plan = { context: 'What every agent is told.', settings, groups: [], tasks: all.map((task) => task.spec) };
  return {
    repository,
    run,
    tasks: Object.fromEntries(tasks) as Record<Key, TaskRecord>,
    changes: [
      { kind: 'save_repository', repository, at: START },
      { kind: 'insert_run', run, plan, agents: NO_AGENT_SETTINGS, tasks: all, dependencies },
    ],
  };
}
