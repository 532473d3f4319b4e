import { findTask } from '../../core/plan/find_task.ts';
import type { Plan, PlanTask } from '../../core/plan/plan.ts';
import type { RunRecord } from '../../core/records.ts';
import type { SliceReader } from '../ports/store.ts';

/** The most runs of one issue that are looked back at; whoever started it more often ticks and unticks by hand. */
const RUNS_AT_MOST = 10;

/**
 * The plan for a run that starts anew, with those boxes open again that earlier runs ticked although what they did never
 * reached the base: the new run begins without it. What people ticked stays done.
 */
export async function reopenLost(read: SliceReader, previous: RunRecord | null, plan: Plan): Promise<Plan> {
  const runs = previous === null ? [] : await runsWithoutEnd(read, previous);
  if (runs.length === 0) return plan;
  const tasks: PlanTask[] = [];
  for (const task of plan.tasks) {
    tasks.push(task.done && (await isLost(read, runs, task)) ? { ...task, done: false } : task);
  }
  return { ...plan, tasks };
}

/** Newest first, back to the newest whose final pull request was merged. */
async function runsWithoutEnd(read: SliceReader, newest: RunRecord): Promise<readonly RunRecord[]> {
  const runs: RunRecord[] = [];
  let run: RunRecord | null = newest;
  while (run !== null && run.state !== 'succeeded' && runs.length < RUNS_AT_MOST) {
    runs.push(run);
    const before: number = run.sequence - 1;
    run = before < 1 ? null : await read.runBySequence(run.repository, run.name, before);
  }
  return runs;
}

/** Whether one of these runs merged the task into its own integration branch. */
async function isLost(read: SliceReader, runs: readonly RunRecord[], wanted: PlanTask): Promise<boolean> {
  for (const run of runs) {
    const known = findTask((await read.planOf(run.id))?.tasks ?? [], wanted);
    const task = known === undefined ? null : await read.taskByKey(run.id, known.id);
    if (task !== null && task.mergeCommit !== null) return true;
  }
  return false;
}
