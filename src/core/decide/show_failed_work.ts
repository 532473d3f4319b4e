import type { Outcome } from '../../protocol/outcome.ts';
import type { Surroundings } from '../decision.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { Failure } from '../failure_note.ts';
import { taskCheck } from '../report/task_check.ts';
import { countsAgainstRetries, FAILURE_POLICIES } from '../retry/failure_policy.ts';
import { ofTask } from '../run/run_effects.ts';
import type { AttemptSlice } from '../slices.ts';
import { pushedMeanwhile, verifiesPushed } from '../task/pushed_commits.ts';
import { countFailure } from './fail_attempt.ts';
import { taskReportOf } from './task_report_of.ts';

/** How an attempt failed, and what becomes of its task. */
export type Failed = {
  readonly outcome: Outcome;
  readonly failure: Failure;
  readonly next: 'mend' | 'given_up' | 'canceled';
};

/**
 * The check that shows failed work on GitHub. Only where people look for it, so that it costs few writes: at the last work
 * of a task that is given up, and at commits that people pushed, which are the head of its pull request.
 */
export function showFailedWork(slice: AttemptSlice, failed: Failed, around: Surroundings): readonly NewEffect[] {
  const { task, run } = slice;
  const { outcome, failure, next } = failed;
  if (run.issue === null || task.kind === 'verification' || next === 'canceled') return [];
  const commit = failedCommit(slice, failed);
  if (commit === null) return [];
  const isQuarantined = next === 'given_up' && FAILURE_POLICIES[failure.class].end === 'quarantined';
  const work = { outcome, commit, next: isQuarantined ? 'quarantined' : next } as const;
  const report = taskReportOf(slice, work, countFailure(task.failures, failure));
  const effect = { kind: 'check_task', task: task.id, commit, check: taskCheck(report) } as const;
  return [ofTask(task, effect, around.newId())];
}

/** null: there is no commit that shows this failure. */
function failedCommit({ task, attempt }: AttemptSlice, { outcome, failure, next }: Failed): string | null {
  if (!verifiesPushed(attempt, task)) return next === 'given_up' ? outcome.commit : null;
  const isVerdict = countsAgainstRetries(failure.class) && pushedMeanwhile(attempt, task) === null;
  return isVerdict || next === 'given_up' ? attempt.base : null;
}
