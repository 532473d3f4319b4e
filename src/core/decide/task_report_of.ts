import { repositoryPage } from '../report/links.ts';
import type { TaskReport } from '../report/task_report.ts';
import type { FailureCounts } from '../retry/failure_policy.ts';
import type { AttemptSlice } from '../slices.ts';
import { failureStanding } from '../text/attempt_text.ts';
import { sumOf, totalUsage } from '../usage/usage_sum.ts';

/** What the texts about an attempt's work are made of; `failures`: with its own. */
export function taskReportOf(
  { task, run, repository, attempt, used }: AttemptSlice,
  work: Pick<TaskReport, 'outcome' | 'commit' | 'next'>,
  failures: FailureCounts,
): TaskReport {
  const standing = failureStanding(failures, task.spec.settings.retries);
  return {
    run,
    task,
    attempt: {
      number: attempt.number,
      ...standing,
      agent: attempt.agent,
      provider: attempt.provider,
      model: attempt.model ?? work.outcome.usage?.model ?? null,
    },
    ...work,
    used: totalUsage(used.map(sumOf)),
    repositoryUrl: repositoryPage(repository),
  };
}
