import type { Outcome } from '../../protocol/outcome.ts';
import { taskBranch } from '../branch_names.ts';
import type { Surroundings } from '../decision.ts';
import type { Effect } from '../effects/effect.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import { taskCheck } from '../report/task_check.ts';
import { taskPull } from '../report/task_pull.ts';
import { ofTask } from '../run/run_effects.ts';
import type { AttemptSlice } from '../slices.ts';
import { wantsApproval } from './approval.ts';
import { taskReportOf } from './task_report_of.ts';

/** What an attempt has to show: its outcome, and the commit that was verified. */
export type VerifiedWork = {
  readonly outcome: Outcome;
  readonly commit: string;
  /** A person is asked about it at once, which its check shows together with the evidence. */
  readonly isAsked?: boolean;
};

/**
 * What follows verified work: its branch, for an issue its pull request and check. Its merge follows once the branch is
 * published, beside those of other tasks.
 */
export function publishWork(slice: AttemptSlice, work: VerifiedWork, around: Surroundings): readonly NewEffect[] {
  const { task, run } = slice;
  const { outcome, commit, isAsked = false } = work;
  const report = run.issue === null ? null : taskReportOf(slice, { outcome, commit, next: 'merge' }, task.failures);
  const branch = taskBranch(run.branchPrefix, task.key);
  const pull = report === null ? null : taskPull(report);
  const effects: Effect[] = [{ kind: 'publish_task', task: task.id, branch, commit, pull }];
  if (report !== null && !isAsked && !isAskedAbout(slice.task, commit))
    effects.push({ kind: 'check_task', task: task.id, commit, check: taskCheck(report) });
  return effects.map((effect) => ofTask(task, effect, around.newId()));
}

/** Work that a person is asked about as soon as it is published: the check shows its evidence with the question, and two would write one check. */
function isAskedAbout({ spec: { settings }, approvedCommit }: AttemptSlice['task'], commit: string): boolean {
  return wantsApproval(settings) && approvedCommit !== commit && (settings.checks ?? []).length === 0;
}
