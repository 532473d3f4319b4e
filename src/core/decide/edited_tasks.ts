import { FINAL_TASK_KEY } from '../branch_names.ts';
import type { EditSlice } from '../edit_slice.ts';
import { inOrder } from '../plan/analyse_plan.ts';
import { isSameTask } from '../plan/changed_parts.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import type { Reason } from '../reason.ts';
import type { DependencyRecord, TaskRecord } from '../records.ts';
import { isOpenToEdits, isRemoved, isSkippedByOthers, waitsAgain } from '../task/open_to_edits.ts';
import { type TaskState, taskEndedBadly, taskHasEnded } from '../task/task_state.ts';
import { finalTask, firstState } from './make_tasks.ts';
import { skippedFor } from './skipped_for.ts';

/** A task of the edited plan: what it was, if it was, and where it stands from now on. */
export type EditedTask = {
  readonly id: string;
  readonly spec: PlanTask;
  /** null: it is new. */
  readonly row: TaskRecord | null;
  /** Whether it does what the edited plan says; else it goes on as it was begun. */
  readonly follows: boolean;
  readonly state: TaskState;
  readonly reason: Reason | null;
  /** null: they are left as they are. */
  readonly dependencies: readonly DependencyRecord[] | null;
};

/**
 * Where every task of an edited plan stands, each after those that it waits for: what has not begun waits for what the plan now
 * says, is ready, or is skipped with what ended badly before it; what has begun goes on. The run's own verification is done anew
 * where it passed and something else is to come in, or it is to check otherwise.
 */
export function editedTasks(
  { run, tasks, dependencies }: Pick<EditSlice, 'run' | 'tasks' | 'dependencies'>,
  plan: Plan,
  newId: () => string,
): readonly EditedTask[] {
  const rows = new Map(tasks.map((task) => [task.key, task]));
  const satisfied = new Set(
    dependencies.filter((row) => row.satisfied).map((row) => edgeName(row.task, row.dependsOn)),
  );
  const edited = new Map<string, EditedTask>();
  for (const spec of inOrder({ tasks: [...plan.tasks, ...finalTask(plan)] })) {
    const row = rows.get(spec.id) ?? null;
    const follows = row === null || (spec.id === FINAL_TASK_KEY ? verifies(row, spec, edited) : isOpenToEdits(row));
    const id = row?.id ?? newId();
    const awaited = isVerifying(row) ? null : spec.dependencies.flatMap((key) => edited.get(key) ?? []);
    const edges = awaited?.map((other): DependencyRecord => {
      const isMet = satisfied.has(edgeName(id, other.id)) || letsGoOn(other);
      return { run: run.id, task: id, dependsOn: other.id, satisfied: isMet };
    });
    const open = awaited?.filter((_, index) => edges?.[index]?.satisfied === false) ?? [];
    const stands = { ...standing(row, follows, spec, open), dependencies: edges ?? null };
    edited.set(spec.id, { id, spec: follows ? spec : (row?.spec ?? spec), row, follows, ...stands });
  }
  return [...edited.values()];
}

/** What is verified right now was settled when it began. */
function isVerifying(row: TaskRecord | null): boolean {
  return (
    row?.kind === 'verification' && (row.state === 'running' || row.state === 'blocked' || row.state === 'retrying')
  );
}

function edgeName(task: string, dependsOn: string): string {
  return `${task} ${dependsOn}`;
}

/** Whether the verification is (still) to come: it rests, or passed what is not all any more. */
function verifies(row: TaskRecord, spec: PlanTask, edited: ReadonlyMap<string, EditedTask>): boolean {
  switch (row.state) {
    case 'pending':
    case 'ready':
      return true;
    case 'succeeded':
      return [...edited.values()].some(({ state }) => !taskHasEnded(state)) || !checksAlike(row.spec, spec);
    default:
      return isSkippedByOthers(row) || isRemoved(row);
  }
}

function checksAlike({ settings: before }: PlanTask, { settings: after }: PlanTask): boolean {
  const what = ({ setup, verify, verifyByPath }: PlanTask['settings']) => JSON.stringify([setup, verify, verifyByPath]);
  return what(before) === what(after);
}

/** Whether whoever waits for the task goes on. */
function letsGoOn({ state, reason, spec }: EditedTask): boolean {
  if (state === 'succeeded') return true;
  if (state === 'skipped') return reason?.code === 'skipped_by_person';
  return (state === 'failed' || state === 'quarantined') && spec.settings.onFailure === 'continue';
}

/** `open`: what it waits for and has not got. */
function standing(
  row: TaskRecord | null,
  follows: boolean,
  spec: PlanTask,
  open: readonly EditedTask[],
): Pick<EditedTask, 'state' | 'reason'> {
  if (row !== null && !follows && !waitsAgain(row)) return { state: row.state, reason: row.reason };
  if (follows && spec.done) return { state: 'succeeded', reason: null };
  const bad = open.find(({ state }) => taskEndedBadly(state));
  if (bad === undefined) {
    const first = firstState(spec, open.length);
    // What people are asked about a task stands as long as the task says the same.
    const asks = row?.state === 'blocked' && first === 'ready' && isSameTask(row.spec, spec);
    return { state: asks ? 'blocked' : first, reason: null };
  }
  return { state: 'skipped', reason: skippedFor(bad.spec.id, bad.state) };
}
