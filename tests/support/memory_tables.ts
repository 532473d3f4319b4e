import type { Change, NewEffect } from '../../src/core/changes.ts';
import type { EffectRecord } from '../../src/core/effects/effect.ts';
import type { NewEvent } from '../../src/core/events.ts';
import type {
  AttemptRecord,
  DependencyRecord,
  RepositoryRecord,
  RunnerRecord,
  RunRecord,
  TaskRecord,
} from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';

export type OutboxRow = EffectRecord & {
  readonly state: 'waiting' | 'done' | 'dead';
  readonly dueAt: number;
  readonly owner: string | null;
  readonly ownedUntil: number;
};

export type StoredEvent = NewEvent & { readonly seq: number; readonly at: number };

/** Everything that the database keeps. Rows are replaced, never changed, so that a shallow copy is a snapshot. */
export type Tables = {
  readonly repositories: Map<string, RepositoryRecord>;
  readonly runs: Map<string, RunRecord>;
  readonly contexts: Map<string, string>;
  readonly tasks: Map<string, TaskRecord>;
  readonly dependencies: Map<string, DependencyRecord>;
  readonly attempts: Map<string, AttemptRecord>;
  /** Task by repository and name. */
  readonly locks: Map<string, string>;
  readonly runners: Map<string, RunnerRecord>;
  readonly outbox: Map<string, OutboxRow>;
  readonly events: Map<string, readonly StoredEvent[]>;
  readonly scheduler: Map<'version', number>;
};

export function emptyTables(): Tables {
  return {
    repositories: new Map(),
    runs: new Map(),
    contexts: new Map(),
    tasks: new Map(),
    dependencies: new Map(),
    attempts: new Map(),
    locks: new Map(),
    runners: new Map(),
    outbox: new Map(),
    events: new Map(),
    scheduler: new Map(),
  };
}

/** A row was not as the change expected: nothing of its command lands. */
export class GuardFailed extends Error {
  readonly guard: string;
  constructor(guard: string) {
    super(`The guard ${guard} does not hold.`);
    this.guard = guard;
  }
}

/** Remembers everything as it is; the returned function brings it back. */
export function snapshotOf(tables: Tables): () => void {
  const before = Object.values(tables).map((table) => [table as Map<string, unknown>, [...table]] as const);
  return () => {
    for (const [table, rows] of before) {
      table.clear();
      for (const [key, row] of rows) table.set(key, row);
    }
  };
}

/** Name of a lock, or of a dependency, in its table. */
export function pair(left: string, right: string): string {
  return `${left} ${right}`;
}

/** Puts an event behind those of its run. */
export function appendEvent({ events }: Tables, event: NewEvent, at: number): void {
  const before = events.get(event.run) ?? [];
  events.set(event.run, [...before, { ...event, seq: before.length + 1, at }]);
}

export function addEffect({ outbox }: Tables, effect: NewEffect, at: number): void {
  require('effect_new', !outbox.has(effect.id));
  outbox.set(effect.id, { ...effect, state: 'waiting', attempts: 0, dueAt: at, owner: null, ownedUntil: 0 });
}

/** Applies one change; throws {@link GuardFailed} where a row is not as it says. */
export function applyChange(tables: Tables, change: Change, at: number): void {
  const { runs, tasks, attempts, locks, runners, outbox } = tables;
  switch (change.kind) {
    case 'save_repository':
      tables.repositories.set(change.repository.id, change.repository);
      return;
    case 'insert_run':
      insertRun(tables, change);
      return;
    case 'move_run':
      update(runs, change.run, 'run_in_state', (run) => run.state === change.from, { ...change.set, state: change.to });
      return;
    case 'set_run':
      update(runs, change.run, 'run_in_state', (run) => run.state === change.in, change.set);
      return;
    case 'count_open_tasks':
      update(runs, change.run, 'run_exists', () => true, {
        openTasks: (runs.get(change.run)?.openTasks ?? 0) + change.by,
      });
      return;
    case 'require_no_open_tasks':
      require('run_without_open_tasks', runs.get(change.run)?.openTasks === 0);
      return;
    case 'require_not_canceled': {
      const run = runs.get(change.run);
      const going = run?.state === change.in && run.cancel === null && tasks.get(change.task)?.cancel === null;
      require('not_canceled', going);
      return;
    }
    case 'require_no_resting_task': {
      const resting = [...tasks.values()].some((task) => task.run === change.run && RESTING.has(task.state));
      require('no_resting_task', !resting);
      return;
    }
    case 'require_dependencies':
      require('dependencies_stand', change.tasks.every((task) => howDependenciesStand(tables, task) === change.are));
      return;
    case 'require_none_waits_for': {
      const rows = [...tables.dependencies.values()];
      const waiting = rows.filter((row) => change.tasks.includes(row.dependsOn) && !row.satisfied);
      require('none_waits_for', waiting.every((row) => tasks.get(row.task)?.state !== 'pending'));
      return;
    }
    case 'move_task':
      update(tasks, change.task, 'task_in_state', isAt(change.from, change.fromAttempt), {
        ...change.set,
        state: change.to,
      });
      return;
    case 'set_task':
      update(tasks, change.task, 'task_in_state', isAt(change.in, change.atAttempt), change.set);
      return;
    case 'close_dependency':
      turnDependency(tables, change, true, at);
      return;
    case 'reopen_dependency':
      turnDependency(tables, change, false, at);
      return;
    case 'insert_attempt': {
      const { task, number, id } = change.attempt;
      const taken = [...attempts.values()].some((other) => other.task === task && other.number === number);
      require('attempt_number_free', !taken);
      attempts.set(id, change.attempt);
      return;
    }
    case 'move_attempt': {
      const expected = (attempt: AttemptRecord) => attempt.state === change.from;
      update(attempts, change.attempt, 'attempt_in_state', expected, { ...change.set, state: change.to });
      return;
    }
    case 'renew_lease': {
      const { leaseUntil, progress } = change;
      const expected = (attempt: AttemptRecord) => attempt.state === change.in;
      const set = { leaseUntil, ...(progress === undefined ? {} : { progress }) };
      update(attempts, change.attempt, 'attempt_in_state', expected, set);
      return;
    }
    case 'order_cancel': {
      const { how, reason } = change;
      const expected = (attempt: AttemptRecord) => attempt.state === change.in;
      update(attempts, change.attempt, 'attempt_in_state', expected, { cancel: { how, reason } });
      return;
    }
    case 'note_failure':
      update(attempts, change.attempt, 'attempt_exists', () => true, { failure: change.failure });
      return;
    case 'take_lock': {
      const name = pair(change.repository, change.name);
      require('lock_free', (locks.get(name) ?? change.task) === change.task);
      locks.set(name, change.task);
      return;
    }
    case 'release_locks':
      for (const [name, task] of locks) if (task === change.task) locks.delete(name);
      return;
    case 'advance_scheduler': {
      const version = tables.scheduler.get('version') ?? 0;
      require('scheduler_version', version === change.from);
      tables.scheduler.set('version', version + 1);
      return;
    }
    case 'save_runner':
      runners.set(change.runner.id, change.runner);
      return;
    case 'see_runner': {
      const runner = runners.get(change.runner);
      if (runner) runners.set(runner.id, { ...runner, seenAt: Math.max(runner.seenAt, change.at) });
      return;
    }
    case 'settle_effect': {
      const held = (row: OutboxRow) => row.state === 'waiting' && row.owner === change.owner;
      update(outbox, change.effect, 'effect_held', held, {
        state: change.answer.kind === 'refused' ? 'dead' : 'done',
        owner: null,
      });
      return;
    }
    default:
      change satisfies never;
  }
}

function insertRun(tables: Tables, change: Extract<Change, { kind: 'insert_run' }>): void {
  const { run, plan } = change;
  for (const other of tables.runs.values()) {
    if (other.repository !== run.repository || other.name !== run.name) continue;
    require('one_active_run', runHasEnded(other.state) && other.sequence !== run.sequence);
  }
  tables.runs.set(run.id, run);
  tables.contexts.set(run.id, plan.context);
  for (const task of change.tasks) tables.tasks.set(task.id, task);
  for (const row of change.dependencies) tables.dependencies.set(pair(row.task, row.dependsOn), row);
}

/** Marks a dependency and counts it off or on, unless that was done before; the task becomes ready or waits again. */
function turnDependency(
  tables: Tables,
  change: { readonly task: string; readonly dependsOn: string },
  satisfied: boolean,
  at: number,
): void {
  const name = pair(change.task, change.dependsOn);
  const dependency = tables.dependencies.get(name);
  const task = tables.tasks.get(change.task);
  if (dependency === undefined || task === undefined) throw new GuardFailed('dependency_exists');
  if (dependency.satisfied === satisfied) return;
  tables.dependencies.set(name, { ...dependency, satisfied });
  const openDependencies = task.openDependencies + (satisfied ? -1 : 1);
  const waitsNoMore = satisfied && task.state === 'pending' && openDependencies === 0;
  const waitsAgain = !satisfied && task.state === 'ready' && task.attempts === 0;
  const state = waitsNoMore ? 'ready' : waitsAgain ? 'pending' : task.state;
  tables.tasks.set(task.id, { ...task, openDependencies, state });
  if (state === task.state) return;
  appendEvent(tables, { run: task.run, task: task.key, body: { kind: 'task_moved', from: task.state, to: state } }, at);
}

const RESTING = new Set<TaskRecord['state']>(['pending', 'ready', 'blocked', 'retrying']);
const BAD = new Set<TaskRecord['state']>(['failed', 'quarantined', 'skipped', 'canceled']);

function howDependenciesStand({ dependencies, tasks }: Tables, task: string): 'met' | 'open' | 'hopeless' {
  const open = [...dependencies.values()].filter((row) => row.task === task && !row.satisfied);
  if (open.some((row) => BAD.has(tasks.get(row.dependsOn)?.state ?? 'pending'))) return 'hopeless';
  return open.length === 0 ? 'met' : 'open';
}

function isAt(state: TaskRecord['state'], attempts: number): (task: TaskRecord) => boolean {
  return (task) => task.state === state && task.attempts === attempts;
}

function update<Row>(
  table: Map<string, Row>,
  id: string,
  guard: string,
  expected: (row: NoInfer<Row>) => boolean,
  set: Partial<NoInfer<Row>> = {},
): void {
  const row = table.get(id);
  if (row === undefined || !expected(row)) throw new GuardFailed(guard);
  table.set(id, { ...row, ...set });
}

function require(guard: string, holds: boolean): void {
  if (!holds) throw new GuardFailed(guard);
}
