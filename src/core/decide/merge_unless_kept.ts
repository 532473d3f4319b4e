import { taskBranch } from '../branch_names.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { type FindingRecord, isPending } from '../finding/finding_record.ts';
import type { TaskRecord } from '../records.ts';
import { integrationLane } from '../run/lanes.ts';
import type { TaskSlice } from '../slices.ts';
import { neutraliseTitle } from '../text/neutralise_title.ts';
import { wantsApproval } from './approval.ts';
import { askToMerge } from './ask_to_merge.ts';

/** Merges published work, in its turn, unless something keeps it, or asks the person who has to let it in. Merges of a run are serial, in the order in which they are asked for. */
export function mergeUnlessKept(
  builder: DecisionBuilder,
  slice: TaskSlice,
  findings: readonly FindingRecord[],
  around: Surroundings,
): void {
  const { task, run } = slice;
  if (task.state !== 'in_review' || task.commit === null || isKeptFromMerge(task, findings)) return;
  // An approval is of one commit, and counts for no other.
  if (wantsApproval(task.spec.settings) && task.approvedCommit !== task.commit) {
    askToMerge(builder, slice, around);
    return;
  }
  const branch = taskBranch(run.branchPrefix, task.key);
  const message = `Merge ${task.key}: ${neutraliseTitle(task.spec.title)}`;
  const effect = { kind: 'merge_task', task: task.id, branch, commit: task.commit, message } as const;
  builder.effect({ id: around.newId(), run: run.id, lane: integrationLane(run.id), effect });
}

/** Whether published work waits: for an attempt that mends what was found, or for checks that the plan names. */
export function isKeptFromMerge({ spec, checked, commit }: TaskRecord, findings: readonly FindingRecord[]): boolean {
  const { checks = [] } = spec.settings;
  return findings.some(isPending) || (checks.length > 0 && checked !== commit);
}
