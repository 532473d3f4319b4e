import { taskBranch } from '../branch_names.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { offerRun, showing } from '../run/run_effects.ts';
import type { TaskSlice } from './slices.ts';

/** What follows where a task of an issue is in: its branch has served, and the final pull request can be opened. */
export function afterMerge(builder: DecisionBuilder, { task, run }: TaskSlice, around: Surroundings): void {
  if (run.issue === null) return;
  if (task.commit !== null) {
    const branch = taskBranch(run.branchPrefix, task.key);
    builder.effect(showing(run.id, { kind: 'delete_branch', branch, commit: task.commit }, around.newId()));
  }
  if (run.finalPull === null) builder.effect(offerRun(run.id, around.newId()));
}
