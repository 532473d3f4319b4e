import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import type { TaskRecord } from '../records.ts';
import type { TaskSlice } from '../slices.ts';
import { wantsApproval } from './approval.ts';
import { noticed } from './notice.ts';
import { setTask } from './set_task.ts';

/** Whether verified work will be asked about once its checks have passed. */
export function awaitsChecksFirst({ state, spec, commit, checked }: TaskRecord): boolean {
  const { checks = [] } = spec.settings;
  return state === 'in_review' && wantsApproval(spec.settings) && checks.length > 0 && checked !== commit;
}

/** A person let verified work in while its checks still run: once they have passed, nobody is asked any more. An approval is of one commit. */
export function approveEarly(
  { task, run }: TaskSlice,
  input: { readonly by: string; readonly commit: string },
): Decision<null> {
  if (!awaitsChecksFirst(task) || task.commit !== input.commit || task.approvedCommit === task.commit)
    return nothing(null);
  const what = `${input.by} approved the work of \`${task.key}\`; it is merged once its checks have passed.`;
  return new DecisionBuilder()
    .change(setApproved(task, input.commit))
    .event({ run: run.id, task: task.key, body: { kind: 'task_approved', by: input.by } })
    .event(noticed(run, what, task))
    .result(null);
}

/** A review was taken back while the checks still run. It may be what let the work in, so that people are asked after all. */
export function takeApprovalBack({ task, run }: TaskSlice, { by }: { readonly by: string }): Decision<null> {
  if (!awaitsChecksFirst(task) || task.approvedCommit !== task.commit) return nothing(null);
  const what = `${by} took back what was approved of \`${task.key}\`; once its checks have passed, people are asked.`;
  return new DecisionBuilder()
    .change(setApproved(task, null))
    .event(noticed(run, what, task))
    .result(null);
}

function setApproved(task: TaskRecord, approvedCommit: string | null) {
  return setTask(task, { approvedCommit });
}
