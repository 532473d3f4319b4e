import type { Outcome } from '../../protocol/outcome.ts';
import { taskBranch } from '../branch_names.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { ofTask } from '../run/run_effects.ts';
import type { AttemptSlice, TaskSlice } from '../slices.ts';
import { awaitsVerification, verifiesPushed } from '../task/pushed_commits.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import { moveTask } from './move_task.ts';

/** The commit that holds all that was done for a task; null: nothing was. */
export function leftOf({ task, attempt }: Pick<TaskSlice, 'task' | 'attempt'>): string | null {
  if (awaitsVerification(task)) return task.pushed;
  const ofAttempt = attempt?.outcome?.commit ?? attempt?.failure?.kept?.commit ?? null;
  return ofAttempt ?? task.pushed ?? task.commit;
}

/** Leaves a task's branch to the person who took it: with what was done, else where its first attempt would start. */
export function leaveToPerson(
  builder: DecisionBuilder,
  { task, run }: Pick<TaskSlice, 'task' | 'run'>,
  left: string | null,
  around: Surroundings,
): void {
  const commit = left ?? run.integrationHead ?? run.baseCommit;
  if (commit === null) return;
  const branch = taskBranch(run.branchPrefix, task.key);
  const effect = { kind: 'publish_task', task: task.id, branch, commit, pull: null, for: 'person' } as const;
  builder.effect(ofTask(task, effect, around.newId()));
}

/**
 * What becomes of a running task that a person has taken, however its attempt ended: it is theirs, with all that was done. What had
 * passed its verification counts once it is given back. Needs all dependents in the slice, for one that is to be canceled.
 */
export function settleTaken(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  outcome: Outcome | null,
  kept: string | null,
  around: Surroundings,
): void {
  const { task } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  builder.change({ kind: 'release_locks', task: task.id }, requireNotCanceled(slice));
  moveTask(builder, task, 'take', outcome?.kind === 'succeeded' ? given(slice, outcome) : {});
  const left = outcome?.commit ?? kept ?? leftOf({ task, attempt: null });
  leaveToPerson(builder, slice, awaitsVerification(task) ? task.pushed : left, around);
}

function given({ task, attempt }: AttemptSlice, outcome: Outcome) {
  if (verifiesPushed(attempt, task)) return { commit: attempt.base };
  const { commit, outputs, summary } = outcome;
  return { outputs, summary, ...(commit === null ? {} : { commit }) };
}
