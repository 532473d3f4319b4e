import type { CheckText } from '../effects/effect.ts';
import { taskCheck } from '../report/task_check.ts';
import type { TaskSlice } from '../slices.ts';
import { awaitsVerification } from '../task/pushed_commits.ts';
import { taskReportOf } from './task_report_of.ts';

/** The check that shows how a commit passed the verification of its task; null: it did not, or there is newer work. */
export function evidenceCheck(slice: TaskSlice, commit: string): CheckText | null {
  const { task, attempt } = slice;
  if (attempt === null || attempt.failure !== null || attempt.outcome?.kind !== 'succeeded') return null;
  if (task.commit !== commit || awaitsVerification(task)) return null;
  if (attempt.outcome.commit !== commit && attempt.base !== commit) return null;
  const work = { outcome: attempt.outcome, commit, next: 'merge' } as const;
  return taskCheck(taskReportOf({ ...slice, attempt }, work, task.failures));
}
