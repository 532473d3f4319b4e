import { integrationBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { showing } from '../run/run_effects.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { RunSlice, TaskSlice } from '../slices.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { noticed, noticedInVain } from './notice.ts';

/** Who points a pull request at which base. */
export type Retargeted = { readonly base: string; readonly by: string };

/** A person wants the result of a run in another branch than it came from. */
export function finalPullRetargeted({ run }: Pick<RunSlice, 'run'>, { base, by }: Retargeted): Decision<null> {
  if (runHasEnded(run.state) || base === run.base) return nothing(null);
  return new DecisionBuilder()
    .change({ kind: 'set_run', run: run.id, in: run.state, set: { base } })
    .event(noticed(run, `${by} pointed the final pull request at \`${base}\`; the run ends there.`))
    .result(null);
}

/** A task's work goes into the integration branch and nowhere else: its pull request is pointed there again. */
export function pullRetargeted(
  { task, run }: Pick<TaskSlice, 'task' | 'run'>,
  { base, by }: Retargeted,
  around: Surroundings,
): Decision<null> {
  const own = integrationBranch(run.branchPrefix);
  if (task.pull === null || taskHasEnded(task.state) || base === own) return nothing(null);
  const what = `${by} pointed #${task.pull} at \`${base}\`; it is pointed at \`${own}\` again.`;
  return new DecisionBuilder()
    .event(noticedInVain(run, what, task))
    .effect(showing(run.id, { kind: 'retarget_pull', pull: task.pull, base: own }, around.newId()))
    .result(null);
}

/** A person merged a task's pull request where it was not to go: its work still goes into the integration branch. */
export function pullMergedElsewhere(
  { task, run }: Pick<TaskSlice, 'task' | 'run'>,
  { base, by }: Retargeted,
): Decision<null> {
  if (taskHasEnded(task.state)) return nothing(null);
  const own = integrationBranch(run.branchPrefix);
  const what = `${by} merged the pull request of \`${task.key}\` into \`${base}\`; its work goes into \`${own}\` all the same.`;
  return new DecisionBuilder().event(noticed(run, what, task)).result(null);
}
