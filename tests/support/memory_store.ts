import type { Decision } from '../../src/core/decision.ts';
import type { TaskRecord } from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import type { DueReader } from '../../src/service/ports/due_reader.ts';
import type { LogStore } from '../../src/service/ports/log_store.ts';
import type { SliceReader, Store } from '../../src/service/ports/store.ts';
import type { ViewReader } from '../../src/service/ports/view_reader.ts';
import { memoryDeliveries, memoryDeliveriesView } from './memory_deliveries.ts';
import { draftOfTask } from './memory_drafts.ts';
import { tasksToRework } from './memory_findings.ts';
import { addEffect, memoryOutbox, memoryOutboxView } from './memory_outbox.ts';
import { memoryPacing } from './memory_pacing.ts';
import { memoryRetention } from './memory_retention.ts';
import { memoryRunnerTokens } from './memory_runner_tokens.ts';
import { liveAttempts, memorySlices } from './memory_slices.ts';
import { budgetsDue, isSpent, monthlyBudgets } from './memory_spending.ts';
import { appendEvent, applyChange, emptyTables, GuardFailed, snapshotOf, type Tables } from './memory_tables.ts';
import { memoryReportView } from './memory_view.ts';

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
    outbox: memoryOutbox(tables),
    deliveries: memoryDeliveries(tables, now),
    retention: memoryRetention(tables),
    pacing: memoryPacing(tables),
    runnerTokens: memoryRunnerTokens(tables),
    ticks: tickMemory(),
    view: notInMemory<ViewReader>('view', {
      outbox: memoryOutboxView(tables),
      deliveries: memoryDeliveriesView(tables),
      ...memoryReportView(tables),
    }),
    // No output is kept, so there is none to drop or to tell of.
    log: notInMemory<LogStore>('log', { prune: async () => false }),
    conversation: notInMemory<LogStore>('conversation', { prune: async () => false, readEnd: async () => [] }),
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
    questionsDue: async (now, limit) =>
      ids(
        [...tables.questions.values()].filter(
          (row) => row.state === 'open' && row.defaultAnswer !== null && dueBy(row.deadlineAt, now),
        ),
        limit,
      ),
    answeringDue: async (now, limit) =>
      ids(
        [...tables.tasks.values()].filter((task) => isAnsweringDue(tables, task, now)),
        limit,
      ),
    tasksToRework: async (now, limit) => tasksToRework(tables, now).slice(0, limit),
    offeredInCanceled: async (limit) =>
      ids(
        [...tables.tasks.values()].filter((task) => isHeldInCanceled(tables, task)),
        limit,
      ),
    questionsToRemind: async (now, limit) =>
      ids(
        [...tables.questions.values()].filter(
          (row) =>
            row.state === 'open' &&
            row.defaultAnswer === null &&
            row.remindedAt === null &&
            row.answering === null &&
            dueBy(row.deadlineAt, now),
        ),
        limit,
      ),
    tasksToApprove: async (limit) =>
      ids(
        [...tables.tasks.values()].filter((task) => {
          const run = tables.runs.get(task.run);
          return (
            task.state === 'ready' && task.approval === 'before' && run?.state === 'running' && run.cancel === null
          );
        }),
        limit,
      ),
    issuesAwaited: async (limit) =>
      ids(
        [...tables.tasks.values()].filter(({ run, kind, state }) => {
          const of = tables.runs.get(run)?.state ?? 'succeeded';
          return kind === 'issue' && state === 'pending' && !runHasEnded(of);
        }),
        limit,
      ),
    planningDue: async (now, limit) =>
      ids(
        [...tables.tasks.values()].filter((task) => isPlanningDue(tables, task, now)),
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
    budgetsDue: async (now, limit) => budgetsDue(tables, now).slice(0, limit),
    runsToConclude: async (limit) =>
      ids(
        [...tables.runs.values()].filter((run) => run.state === 'running' && run.openTasks === 0),
        limit,
      ),
  };
}

function isAnsweringDue({ questions, runs }: Tables, task: TaskRecord, now: number): boolean {
  if (task.kind !== 'answering') return false;
  const has = [...questions.values()].some((row) => row.answering === task.id && row.state === 'open');
  const isOver = taskHasEnded(task.state);
  const isSpent = runs.get(task.run)?.budgetStage === 'spent';
  if (has) return isOver || (task.state === 'ready' && (isSpent || (task.dueAt !== null && task.dueAt <= now)));
  return !isOver && task.cancel === null;
}

function isHeldInCanceled({ runs, outbox }: Tables, { id, run, state }: TaskRecord): boolean {
  const of = runs.get(run);
  if (state !== 'in_review' || of?.state !== 'running' || of.cancel === null) return false;
  return ![...outbox.values()].some(
    (row) =>
      row.state === 'waiting' &&
      (row.effect.kind === 'publish_task' || row.effect.kind === 'merge_task') &&
      row.effect.task === id,
  );
}

function isPlanningDue(tables: Tables, task: TaskRecord, now: number): boolean {
  const draft = draftOfTask(tables, task.id);
  if (draft?.state !== 'making') return false;
  const isLate = (task.dueAt !== null && task.dueAt <= now) || isSpent(monthlyBudgets(tables, now)[draft.repository]);
  return taskHasEnded(task.state) || (task.state === 'ready' && isLate);
}

function ids(rows: readonly { readonly id: string }[], limit: number): readonly string[] {
  return rows.slice(0, limit).map((row) => row.id);
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
    steadySince: async () => (lastAt === null ? null : steadySince),
  };
}

/** A part of the port of which no decision needs more than `has`. */
function notInMemory<Part extends object>(name: string, has: Partial<Part>): Part {
  return new Proxy(has as Part, {
    get: (part, method) => {
      if (method in part) return part[method as keyof Part];
      throw new Error(`The store in memory has no ${name}.`);
    },
  });
}
