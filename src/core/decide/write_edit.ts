import { ANY_AGENT, type TaskRouting } from '../agents/task_routing.ts';
import { FINAL_TASK_KEY } from '../branch_names.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { EditSlice } from '../edit_slice.ts';
import { rankTasks } from '../plan/analyse_plan.ts';
import { isSame, isSameTask } from '../plan/changed_parts.ts';
import type { Plan } from '../plan/plan.ts';
import type { DependencyRecord, RunRecord, TaskRecord } from '../records.ts';
import { type TaskInput, type TaskState, taskHasEnded } from '../task/task_state.ts';
import { firstApproval } from './approval.ts';
import type { EditedTask } from './edited_tasks.ts';
import { kindOf, newTask } from './make_tasks.ts';
import { moveTask } from './move_task.ts';
import { withdrawFromBlocked } from './withdraw_questions.ts';

/** A task that has not begun is not in the plan any more. */
export function takeOut(builder: DecisionBuilder, task: TaskRecord, by: string, { now }: Surroundings): void {
  const reason = { code: 'removed_from_plan', message: `Removed from the plan by ${by}.` } as const;
  requireInNobodysHands(builder, task);
  moveTask(builder, task, 'remove', { reason, endedAt: task.endedAt ?? now, dueAt: null, cancel: null }, { reason });
  withdrawFromBlocked(builder, task, reason.message);
  builder.change({ kind: 'replace_dependencies', task: task.id, dependencies: [] });
}

/** Somebody may take a blocked task at this moment, and by that it stays blocked: then this is decided anew. */
function requireInNobodysHands(builder: DecisionBuilder, { id, state, attempts, dueAt }: TaskRecord): void {
  if (state !== 'blocked') return;
  builder.change({ kind: 'set_task', task: id, in: 'blocked', atAttempt: attempts, held: false, set: { dueAt } });
}

/** Writes the tasks of an edited plan where they are new or stand otherwise: new rows first, since others may wait for them. */
export function writeTasks(
  builder: DecisionBuilder,
  slice: EditSlice,
  edited: readonly EditedTask[],
  routing: ReadonlyMap<string, TaskRouting>,
  { now }: Surroundings,
): void {
  const added = edited.filter(({ row }) => row === null);
  if (added.length > 0) {
    const { run } = slice;
    const tasks = added.map((task) => rowOf(run, task, routing.get(task.spec.id) ?? ANY_AGENT, now));
    builder.change({ kind: 'insert_tasks', tasks, runCreatedAt: run.createdAt });
  }
  for (const task of edited) {
    const { row } = task;
    if (row !== null && (task.follows || task.state !== row.state)) requireInNobodysHands(builder, row);
    if (row !== null && task.follows) rewrite(builder, task, row, routing.get(row.key) ?? row.routing);
    if (task.dependencies !== null && isRewired(slice, task)) {
      builder.change({ kind: 'replace_dependencies', task: task.id, dependencies: task.dependencies });
    }
    if (row !== null) follow(builder, task, row, now);
  }
}

function rowOf(run: RunRecord, { id, spec, state, reason }: EditedTask, routing: TaskRouting, now: number): TaskRecord {
  const endedAt = taskHasEnded(state) ? now : null;
  return newTask({ id, run: run.id, spec, position: 0, routing, state, reason, openDependencies: 0, rank: 0, endedAt });
}

function rewrite(builder: DecisionBuilder, { spec }: EditedTask, row: TaskRecord, routing: TaskRouting): void {
  if (isSame(spec, row.spec)) return;
  // Whoever let it start has not seen what it says now.
  const approval = isSameTask(row.spec, spec) ? row.approval : firstApproval(spec.settings);
  const set = { spec, kind: kindOf(spec), routing, priority: spec.settings.priority, approval };
  builder.change({ kind: 'rewrite_task', task: row.id, in: row.state, atAttempt: row.attempts, set });
}

/** Whether it waits for anything else than before. */
export function isRewired({ dependencies: before }: EditSlice, { id, dependencies }: EditedTask): boolean {
  const names = (rows: readonly DependencyRecord[]) =>
    rows.map(({ dependsOn, satisfied }) => `${dependsOn} ${satisfied}`).sort();
  const former = before.filter(({ task }) => task === id);
  return dependencies !== null && names(dependencies).join() !== names(former).join();
}

/** How a task gets from where it rests to where it stands by the edited plan. */
const WAYS: Readonly<Partial<Record<TaskState, Readonly<Partial<Record<TaskState, readonly TaskInput[]>>>>>> = {
  pending: { ready: ['dependencies_met'], skipped: ['skip'], succeeded: ['tick'] },
  ready: { pending: ['reopen'], skipped: ['skip'], succeeded: ['tick'] },
  blocked: { ready: ['answered'], pending: ['reopen'], skipped: ['skip'], succeeded: ['tick'] },
  skipped: { ready: ['retry'], pending: ['reopen'], succeeded: ['tick'] },
  canceled: { ready: ['retry'], pending: ['reopen'], skipped: ['skip'], succeeded: ['tick'] },
  succeeded: { ready: ['outdated'], pending: ['outdated', 'reopen'], skipped: ['outdated', 'skip'] },
};

function follow(builder: DecisionBuilder, { state: to, reason }: EditedTask, row: TaskRecord, now: number): void {
  if (to === row.state) return;
  const inputs = WAYS[row.state]?.[to];
  if (inputs === undefined) throw new Error(`No edit of a plan brings a task from ${row.state} to ${to}.`);
  const [first = 'reopen', second] = inputs;
  const set = { reason, endedAt: taskHasEnded(to) ? now : null, dueAt: null, cancel: null };
  const anew = row.state === 'succeeded' ? { ...set, failures: {} } : set;
  const note = reason === null ? {} : { reason };
  moveTask(
    builder,
    row,
    first,
    second === undefined ? anew : { ...anew, reason: null },
    second === undefined ? note : {},
  );
  if (second !== undefined) moveTask(builder, { ...row, state: 'ready' }, second, set, note);
  withdrawFromBlocked(builder, row, 'The plan was edited.');
}

/** The order of the plan; behind it what it has no more, and last the run's own verification. */
export function placeTasks(
  builder: DecisionBuilder,
  { tasks }: EditSlice,
  plan: Plan,
  edited: readonly EditedTask[],
): void {
  const rank = rankTasks(plan);
  const order = new Map(plan.tasks.map(({ id }, position) => [id, position]));
  const rows = [...edited.map(({ id, spec }) => ({ id, key: spec.id })), ...tasks];
  const all = [...new Map(rows.map(({ id, key }) => [id, key]))];
  const placeOf = (key: string) => (key === FINAL_TASK_KEY ? Infinity : (order.get(key) ?? order.size));
  const sorted = all.toSorted(([, left], [, right]) => compare(placeOf(left), placeOf(right)));
  const places = sorted.map(([id, key], position) => ({ id, position, rank: rank.get(key) ?? 0 }));
  builder.change({ kind: 'place_tasks', places });
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
