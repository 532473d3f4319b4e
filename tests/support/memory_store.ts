import type { Decision } from '../../src/core/changes.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import type { DueReader, LogStore, Outbox, SliceReader, Store, ViewReader } from '../../src/service/ports/store.ts';
import { liveAttempts, memorySlices } from './memory_slices.ts';
import {
  addEffect,
  appendEvent,
  applyChange,
  emptyTables,
  GuardFailed,
  type OutboxRow,
  snapshotOf,
  type Tables,
} from './memory_tables.ts';

/** How often a command decides anew before it gives up. */
const DECISIONS_AT_MOST = 20;

/** What a test may do around each commit, by the command's name. A hook that throws is a crash at that point. */
export type CommitHooks = {
  /** Between decision and commit, where other commands may land. */
  readonly beforeCommit?: (command: string) => Promise<void> | void;
  readonly afterCommit?: (command: string) => Promise<void> | void;
};

export type MemoryStore = Store & {
  readonly tables: Tables;
  /** How many commits a guard has refused. */
  readonly refusedCommits: () => number;
};

/** The database in memory, with the guards of the real one. Epoch milliseconds come from `now`. */
export function memoryStore(now: () => number, hooks: CommitHooks = {}): MemoryStore {
  const tables = emptyTables();
  const read = memorySlices(tables);
  let refused = 0;
  async function command<Result>(
    name: string,
    decide: (read: SliceReader) => Promise<Decision<Result>>,
  ): Promise<Result> {
    for (let turn = 1; ; turn++) {
      const decision = await decide(read);
      await hooks.beforeCommit?.(name);
      try {
        commitWhole(tables, decision, now());
      } catch (error) {
        if (!(error instanceof GuardFailed) || turn === DECISIONS_AT_MOST) throw error;
        refused += 1;
        continue;
      }
      await hooks.afterCommit?.(name);
      return decision.result;
    }
  }
  return {
    tables,
    refusedCommits: () => refused,
    command,
    read,
    due: dueReader(tables),
    outbox: outboxOf(tables),
    ticks: tickMemory(),
    view: notInMemory<ViewReader>('view'),
    // No output is kept, so there is none to drop.
    log: { ...notInMemory<LogStore>('log'), prune: async () => false },
    ping: async () => undefined,
    close: async () => undefined,
  };
}

/** All of it or nothing: events first, then changes, then effects. */
function commitWhole(tables: Tables, decision: Omit<Decision<unknown>, 'result'>, at: number): void {
  const restore = snapshotOf(tables);
  try {
    for (const event of decision.events) appendEvent(tables, event, at);
    for (const change of decision.changes) applyChange(tables, change, at);
    for (const effect of decision.effects) addEffect(tables, effect, at);
  } catch (error) {
    restore();
    throw error;
  }
}

function dueReader(tables: Tables): DueReader {
  const dueBy = (at: number | null, now: number) => at !== null && at <= now;
  return {
    expiredAttempts: async (now, limit) =>
      ids(
        liveAttempts(tables).filter((attempt) => attempt.leaseUntil <= now),
        limit,
      ),
    retriesDue: async (now, limit) =>
      ids(
        [...tables.tasks.values()].filter((task) => task.state === 'retrying' && dueBy(task.dueAt, now)),
        limit,
      ),
    runsPastDeadline: async (now, limit) =>
      ids(
        [...tables.runs.values()].filter(
          (run) =>
            run.state !== 'pending' && !runHasEnded(run.state) && run.cancel === null && dueBy(run.deadlineAt, now),
        ),
        limit,
      ),
    runsToConclude: async (limit) =>
      ids(
        [...tables.runs.values()].filter((run) => run.state === 'running' && run.openTasks === 0),
        limit,
      ),
  };
}

function ids(rows: readonly { readonly id: string }[], limit: number): readonly string[] {
  return rows.slice(0, limit).map((row) => row.id);
}

/** Rows stand in the order they were made; the first waiting one of each lane may be claimed. */
function outboxOf({ outbox }: Tables): Outbox {
  const claimable = (row: OutboxRow, now: number) => row.dueAt <= now && (row.owner === null || row.ownedUntil <= now);
  return {
    claim: async (owner, now, until, limit) => {
      const waiting = [...outbox.values()].filter((row) => row.state === 'waiting');
      const first = waiting.filter((row) => waiting.find((other) => other.lane === row.lane) === row);
      const claimed = first.filter((row) => claimable(row, now)).slice(0, limit);
      for (const row of claimed) outbox.set(row.id, { ...row, owner, ownedUntil: until });
      return claimed;
    },
    release: async (id, owner, dueAt) => {
      const row = outbox.get(id);
      if (row?.state !== 'waiting' || row.owner !== owner) return;
      outbox.set(id, { ...row, owner: null, dueAt, attempts: row.attempts + 1 });
    },
  };
}

function tickMemory(): Store['ticks'] {
  let lastAt: number | null = null;
  let steadySince = 0;
  return {
    noteTick: async (now, gapMs) => {
      if (lastAt === null || now - lastAt > gapMs) steadySince = now;
      lastAt = now;
      return { steadySince };
    },
  };
}

/** A part of the port that no decision needs. */
function notInMemory<Part extends object>(name: string): Part {
  return new Proxy({} as Part, {
    get: () => {
      throw new Error(`The store in memory has no ${name}.`);
    },
  });
}
