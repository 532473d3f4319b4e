import { attemptRef, taskBranch } from '../branch_names.ts';
import type { Change } from '../changes.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { TaskSlice } from '../slices.ts';
import { shortCommit } from '../text/short_commit.ts';
import { awaitsApproval } from './ask_to_merge.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { noticed } from './notice.ts';
import { setTask } from './set_task.ts';
import { withdrawFromBlocked } from './withdraw_questions.ts';

/** Who pushed what; `commit` is the branch's new head, `dropped` the task's own commit that is on it no more, where one is. */
export type Pushed = { readonly commit: string; readonly by: string; readonly dropped?: string | null };

/**
 * People pushed to a task's branch; `commit` null: they deleted it. Needs all dependents in the slice, since a task that
 * is told to end ends here.
 */
export function branchPushed(
  slice: TaskSlice,
  input: Omit<Pushed, 'commit'> & { readonly commit: string | null },
  around: Pick<Surroundings, 'now'>,
): Decision<null> {
  const { task, run } = slice;
  const { commit, by, dropped = null } = input;
  if (task.kind === 'verification') return nothing(null);
  const builder = new DecisionBuilder();
  if (commit !== null) {
    if (commit === task.commit || commit === task.pushed) return nothing(null);
    takePushed(builder, slice, { commit, by, dropped }, around.now);
  } else if (task.state !== 'succeeded') {
    const branch = taskBranch(run.branchPrefix, task.key);
    builder.event(noticed(run, `${by} deleted \`${branch}\`; the work stays at the refs of its attempts.`, task));
  }
  return builder.result(null);
}

/**
 * The commits are kept: a task in review goes back to be verified anew; of any other the next attempt starts there. What
 * comes after the merge is no part of the run.
 */
export function takePushed(builder: DecisionBuilder, slice: TaskSlice, pushed: Pushed, now: number): void {
  const { commit, by, dropped = null } = pushed;
  const { task, run } = slice;
  const branch = taskBranch(run.branchPrefix, task.key);
  if (task.state === 'succeeded') {
    const what = `${by} pushed ${shortCommit(commit)} to \`${branch}\` after it was merged; it is no part of this run.`;
    builder.change(remember(slice, commit)).event(noticed(run, what, task));
    return;
  }
  const isOffered = task.state === 'in_review' || awaitsApproval(task);
  const canceled = isOffered ? cancelReason(slice) : null;
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, now);
    return;
  }
  const lost = dropped === null ? {} : { dropped: { commit: dropped, ref: refOf(slice, dropped) } };
  builder.event({ run: run.id, task: task.key, body: { kind: 'branch_pushed', by, commit, ...lost } });
  if (isOffered) {
    builder.change(requireNotCanceled(slice));
    withdrawFromBlocked(builder, task, `${by} pushed to its branch.`);
    moveTask(builder, task, 'rework', { pushed: commit, ...(task.approval === null ? {} : { approval: null }) });
  } else builder.change(remember(slice, commit));
}

/** Where the attempt that made this commit left it; the refs of all attempts where that is not known. */
function refOf({ run, task, attempt }: TaskSlice, commit: string): string {
  const number = attempt?.outcome?.commit === commit ? attempt.number : null;
  return number === null ? `refs/planwright/attempts/${run.id}/${task.key}/*` : attemptRef(run.id, task.key, number);
}

/** So that the same news, told once more, is none. */
function remember({ task }: TaskSlice, pushed: string): Change {
  return setTask(task, { pushed });
}
