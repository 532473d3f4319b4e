import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { PullMerge } from '../incoming/incoming_event.ts';
import type { TaskSlice } from '../slices.ts';
import { taskHasEnded, taskMachine } from '../task/task_state.ts';
import { afterMerge } from './after_merge.ts';
import { awaitsApproval } from './ask_to_merge.ts';
import { cancelReason } from './cancel_reason.ts';
import { endTaskBadly, succeedTask } from './end_task.ts';
import { noticed } from './notice.ts';
import { succeedEnded } from './succeed_ended.ts';

/** How a person closed a pull request. */
export type PullClosed = {
  /** null: without merging it. */
  readonly merge: PullMerge | null;
  readonly by: string;
  /** The head that is known of the integration branch holds the merge already. */
  readonly isKnown?: boolean;
  /** The branch by whose deletion GitHub closed it; absent: the person did it. */
  readonly deletedBranch?: string;
};

/**
 * A person closed a task's pull request. Merging it counts, also where the task waited to be done anew or had ended; closing it
 * without merging fails the task, and what waits for it is treated as after any failure. While an attempt is at work, and after the
 * end, it is told and nothing else. Needs all dependents in the slice.
 */
export function pullClosed(slice: TaskSlice, input: PullClosed, around: Surroundings): Decision<null> {
  const { task } = slice;
  if (input.merge !== null) return pullMerged(slice, { ...input, merge: input.merge }, around);
  if (task.state === 'succeeded') return nothing(null);
  const builder = new DecisionBuilder();
  if (task.state === 'in_review' || awaitsApproval(task)) {
    const message = `${input.by} closed its pull request${numberOf(slice)} without merging it.`;
    const canceled = cancelReason(slice);
    if (canceled !== null) endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    else endTaskBadly(builder, slice, 'fail', { code: 'pull_request_closed', message }, around.now);
  } else {
    builder.event(tell(slice, input.by, 'closed'));
  }
  return builder.result(null);
}

function pullMerged(
  slice: TaskSlice,
  { merge, by, isKnown = false }: PullClosed & { readonly merge: PullMerge },
  around: Surroundings,
): Decision<null> {
  const { task, run } = slice;
  if (task.state === 'succeeded') return nothing(null);
  const builder = new DecisionBuilder();
  // What people pushed stands at the head of the branch, so that is what they merged.
  const commit = task.pushed ?? task.commit;
  const mergeCommit = merge.commit ?? commit;
  if (mergeCommit === null || !taskMachine.allows(task.state, 'merged')) {
    builder.event(tell(slice, by, 'merged'));
    return builder.result(null);
  }
  if (merge.commit !== null && !isKnown) {
    builder.change({ kind: 'set_run', run: run.id, in: run.state, set: { integrationHead: merge.commit } });
  }
  builder
    .event(noticed(run, `${by} merged the pull request${numberOf(slice)} of \`${task.key}\`.`, task))
    .event({ run: run.id, task: task.key, body: { kind: 'task_merged', mergeCommit } });
  const merged = { mergeCommit, commit, pushed: null };
  if (taskHasEnded(task.state)) succeedEnded(builder, slice, merged, around);
  else succeedTask(builder, slice, merged, task.state, around.now);
  afterMerge(builder, { ...slice, task: { ...task, commit } }, around);
  return builder.result(null);
}

function tell(slice: TaskSlice, by: string, how: 'closed' | 'merged') {
  const { task, run } = slice;
  const state = task.state.replaceAll('_', ' ');
  const what = `${by} ${how} the pull request${numberOf(slice)} of \`${task.key}\` while it was ${state}.`;
  return noticed(run, what, task);
}

function numberOf({ task }: TaskSlice): string {
  return task.pull === null ? '' : ` #${task.pull}`;
}
