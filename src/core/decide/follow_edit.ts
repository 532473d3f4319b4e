import { routeTasks } from '../agents/route_task.ts';
import type { TaskRouting } from '../agents/task_routing.ts';
import { FINAL_TASK_KEY } from '../branch_names.ts';
import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import type { EditSlice } from '../edit_slice.ts';
import { isSame } from '../plan/changed_parts.ts';
import { type Begun, diffPlans, type PlanDiff } from '../plan/diff_plans.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunRecord, TaskRecord } from '../records.ts';
import { offerRun } from '../run/run_effects.ts';
import { isOpenToEdits, isRemoved, isSkippedByOthers, waitsAgain } from '../task/open_to_edits.ts';
import { type TaskState, taskHasEnded } from '../task/task_state.ts';
import { firstBudget } from '../usage/budget_fields.ts';
import { type EditedTask, editedTasks } from './edited_tasks.ts';
import { planEditedEvent } from './plan_edited_event.ts';
import { reviveRun } from './revive_run.ts';
import { isRewired, placeTasks, takeOut, writeTasks } from './write_edit.ts';

/** An edited plan, in force and with the ids that it has in this run, who edited it, and who approved that where it had to be. */
export type EditInput = {
  readonly plan: Plan;
  readonly planHash: string;
  readonly by: string;
  readonly approvedBy?: string;
};

/** What an edit comes to as things stand. */
export function diffOf({ plan, tasks }: Pick<EditSlice, 'plan' | 'tasks'>, edited: Plan): PlanDiff {
  return diffPlans(plan, edited, begunTasks(tasks));
}

function begunTasks(tasks: readonly TaskRecord[]): Begun {
  const begun = tasks.filter((task) => !isOpenToEdits(task));
  const rests = (task: TaskRecord) => waitsAgain(task) || (task.attempts === 0 && taskHasEnded(task.state));
  return new Map(begun.map((task) => [task.key, rests(task) ? 'rests' : 'goes_on']));
}

/**
 * A run follows an edit of its plan: tasks join, those that no attempt has begun take what the plan says now or are canceled, and
 * what was begun goes on as it was. All of it, or nothing: it lands only where everything stands as it was seen, and a lease
 * that was decided by the plan before does not. A run in its final review goes back to work where something is to be done.
 */
export function followEdit(slice: EditSlice, input: EditInput, around: Surroundings): Decision<PlanDiff> {
  const { run } = slice;
  const diff = diffOf(slice, input.plan);
  const edited = editedTasks(slice, diff.plan, around.newId);
  const removed = slice.tasks.filter((task) => isGone(task, diff.plan, edited));
  const builder = new DecisionBuilder();
  const next = withSettings(slice, diff.plan);
  builder.change({ kind: 'require_tasks', tasks: standings(slice, edited, removed) }).change({
    kind: 'edit_plan',
    run: run.id,
    in: run.state,
    fromEdits: run.planEdits,
    plan: diff.plan,
    set: { ...next, planHash: input.planHash },
  });
  builder.event(planEditedEvent(run, diff, input));
  for (const task of removed) takeOut(builder, task, input.by, around);
  writeTasks(builder, slice, edited, routingOf(slice, diff.plan), around);
  placeTasks(builder, slice, diff.plan, edited);
  settle(builder, { ...run, ...next }, edited, removed, around);
  return builder.result(diff);
}

function isGone(task: TaskRecord, plan: Plan, edited: readonly EditedTask[]): boolean {
  if (isRemoved(task) || edited.some(({ id }) => id === task.id)) return false;
  if (task.key === FINAL_TASK_KEY) return task.state === 'pending' || task.state === 'ready' || isSkippedByOthers(task);
  return isOpenToEdits(task) && !plan.tasks.some(({ id }) => id === task.key);
}

/**
 * What holds of the run as a whole. An end that is set moves with the time that the plan gives. A budget that the plan says as before
 * stays what people have made of it.
 */
function withSettings({ run, plan: before }: EditSlice, { settings }: Plan) {
  const budget = isSame(before.settings.budget, settings.budget) ? {} : firstBudget(settings.budget);
  const timeoutMs = settings.runTimeoutMs ?? null;
  const since = run.timeoutMs === null || run.deadlineAt === null ? run.startedAt : run.deadlineAt - run.timeoutMs;
  const counts = run.state === 'running' || run.state === 'paused';
  return {
    concurrency: settings.concurrency ?? null,
    timeoutMs,
    deadlineAt: timeoutMs === null || !counts || since === null ? null : since + timeoutMs,
    reportPath: run.reportCommit === null ? (settings.report ?? null) : run.reportPath,
    owner: settings.owner ?? run.owner,
    ...budget,
  };
}

/** All that is changed, and all that it was decided by. */
function standings(slice: EditSlice, edited: readonly EditedTask[], removed: readonly TaskRecord[]) {
  const reliedOn = new Set<string>(removed.map(({ id }) => id));
  for (const task of edited) {
    const { id, row, follows, dependencies } = task;
    const isTouched = row === null || follows || waitsAgain(row) || isRewired(slice, task);
    if (!isTouched || dependencies === null) continue;
    if (row !== null) reliedOn.add(id);
    for (const { dependsOn } of dependencies) reliedOn.add(dependsOn);
  }
  // What was left aside waits for what goes: were somebody to bring it back meanwhile, it would wait for ever.
  const gone = new Set(removed.map(({ id }) => id));
  for (const { task, dependsOn, satisfied } of slice.dependencies) {
    if (!satisfied && gone.has(dependsOn)) reliedOn.add(task);
  }
  return slice.tasks.filter(({ id }) => reliedOn.has(id)).map(({ id, state, attempts }) => ({ id, state, attempts }));
}

function routingOf({ run, agents, records }: EditSlice, plan: Plan): ReadonlyMap<string, TaskRouting> {
  const offset = (run.issue ?? 0) + run.sequence - 1;
  return routeTasks(plan.tasks, { ...plan, agent: null }, agents, offset, records);
}

/** Counts what is open now, and sends a run in review back to work where there is any. */
function settle(
  builder: DecisionBuilder,
  run: RunRecord,
  edited: readonly EditedTask[],
  removed: readonly TaskRecord[],
  around: Surroundings,
): void {
  const isOpen = (state: TaskState) => (taskHasEnded(state) ? 0 : 1);
  const gained = edited.reduce(
    (sum, { row, state }) => sum + isOpen(state) - (row === null ? 0 : isOpen(row.state)),
    0,
  );
  const lost = removed.reduce((sum, { state }) => sum + isOpen(state), 0);
  if (gained !== lost) builder.change({ kind: 'count_open_tasks', run: run.id, by: gained - lost });
  const works = edited.some(({ state }) => !taskHasEnded(state));
  if (run.state === 'in_review' && works) reviveRun(builder, run, around);
  else if (run.finalPull !== null) builder.effect(offerRun(run.id, around.newId()));
}
