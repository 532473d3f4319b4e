import type { DependencyRecord, TaskRecord } from '../../core/records.ts';
import { slotOf } from '../../core/schedule/slot_of.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';

/** Rows of one statement: bounds the size of a request to a server, not the number of arguments, which is one. */
const ROWS_PER_STATEMENT = 500;

const INSERT_TASKS = `INSERT INTO tasks (
    id, run, key, position, kind, state, reason, open_dependencies, attempts, failures, due_at, priority, rank, cancel,
    "commit", merge_commit, pull, pushed, takeover, approval, approved_commit, ended_at, title, routing, slot, labels, locks, files, run_created_at, summary, outputs,
    spec)
  SELECT ${Array.from({ length: 32 }, (_, index) => `json_extract(value, '$[${index}]')`).join(', ')} FROM json_each(?)`;

const INSERT_DEPENDENCIES = `INSERT INTO dependencies (task, depends_on, run, satisfied)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`;

/** Adds tasks to a run that was created then, in epoch milliseconds. */
export function insertTasks(tasks: readonly TaskRecord[], runCreatedAt: number): readonly Statement[] {
  return inChunks(tasks, INSERT_TASKS, (task) => taskRow(task, runCreatedAt));
}

/** Adds dependencies between tasks that are there. */
export function insertDependencies(dependencies: readonly DependencyRecord[]): readonly Statement[] {
  return inChunks(dependencies, INSERT_DEPENDENCIES, dependencyRow);
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
