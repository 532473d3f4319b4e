import { taskBranch } from '../branch_names.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { offerRun, ofTask } from '../run/run_effects.ts';
import type { TaskSlice } from '../slices.ts';

/** What follows where a task of an issue is in: its branch has served, and the final pull request can be opened. */
export function afterMerge(builder: DecisionBuilder, { task, run }: TaskSlice, around: Surroundings): void {
  if (run.issue === null) return;
  if (task.commit !== null) {
    const branch = taskBranch(run.branchPrefix, task.key);
    const effect = { kind: 'delete_branch', branch, commit: task.commit } as const;
    builder.effect(ofTask(task, effect, around.newId()));
  }
  if (run.finalPull === null) builder.effect(offerRun(run.id, around.newId()));
}
