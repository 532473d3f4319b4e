import type { DependencyRecord, RunRecord, TaskRecord } from '../../core/records.ts';
import { slotOf } from '../../core/schedule/slot_of.ts';
import { compile, type Statement } from '../client/statement.ts';
import { build } from '../queries/query.ts';
import { jsonText } from '../schema/json_text.ts';
import { plans, runs } from '../schema/runs.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';

const insertRunRow = compile<RunRecord>(build.insert(runs).values(placeholdersOf(runs)));
const insertPlan = compile<{ run: string; context: string; plan: unknown; agents: unknown }>(
  build.insert(plans).values(placeholdersOf(plans)),
);

/** Rows of one statement: bounds the size of a request to a server, not the number of arguments, which is one. */
const ROWS_PER_STATEMENT = 500;

const insertTasks = `INSERT INTO tasks (
    id, run, key, position, kind, state, reason, open_dependencies, attempts, failures, due_at, priority, rank, cancel,
    "commit", merge_commit, pull, pushed, takeover, approval, approved_commit, ended_at, title, routing, slot, labels, locks, files, run_created_at, summary, outputs,
    spec)
  SELECT ${Array.from({ length: 32 }, (_, index) => `json_extract(value, '$[${index}]')`).join(', ')} FROM json_each(?)`;

const insertDependencies = `INSERT INTO dependencies (task, depends_on, run, satisfied)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`;

/**
 * Adds a run with its plan, tasks and dependencies. Guards, by unique indexes: the repository has no unfinished run of
 * that name, and none of that sequence number.
 */
export function insertRun({ run, plan, agents, tasks, dependencies }: ChangeOf<'insert_run'>): readonly Statement[] {
  return [
    { ...insertRunRow(run), guard: 'one_active_run' },
    insertPlan({ run: run.id, context: plan.context, plan, agents }),
    ...inChunks(tasks, insertTasks, (task) => taskRow(task, run.createdAt)),
    ...inChunks(dependencies, insertDependencies, dependencyRow),
  ];
}

/**
 * Adds a task beside the plan. Guard, by the primary key: there is none of its id.
 *
 * @param at epoch milliseconds; among its like the older goes first
 */
export function insertHiddenTask({ task }: ChangeOf<'insert_hidden_task'>, at: number): Statement {
  return { sql: insertTasks, args: [jsonText([taskRow(task, at)])], guard: 'task_new' };
}

function inChunks<Item>(items: readonly Item[], sql: string, rowOf: (item: Item) => readonly unknown[]): Statement[] {
  const statements: Statement[] = [];
  for (let first = 0; first < items.length; first += ROWS_PER_STATEMENT) {
    const rows = items.slice(first, first + ROWS_PER_STATEMENT).map(rowOf);
    statements.push({ sql, args: [jsonText(rows)] });
  }
  return statements;
}

function taskRow(task: TaskRecord, runCreatedAt: number): readonly unknown[] {
  const { settings } = task.spec;
  return [
    task.id,
    task.run,
    task.key,
    task.position,
    task.kind,
    task.state,
    task.reason,
    task.openDependencies,
    task.attempts,
    task.failures,
    task.dueAt,
    task.priority,
    task.rank,
    task.cancel,
    task.commit,
    task.mergeCommit,
    task.pull,
    task.pushed,
    task.takeover,
    task.approval,
    task.approvedCommit,
    task.endedAt,
    task.spec.title,
    task.routing,
    slotOf(task),
    settings.labels,
    settings.locks,
    settings.files,
    runCreatedAt,
    task.summary,
    task.outputs,
    task.spec,
  ];
}

function dependencyRow(dependency: DependencyRecord): readonly unknown[] {
  return [dependency.task, dependency.dependsOn, dependency.run, dependency.satisfied ? 1 : 0];
}
