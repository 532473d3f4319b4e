import type { AttemptRecord, TaskRecord } from '../records.ts';

/**
 * Commits that people pushed to a task's branch, `TaskRecord.pushed`. They are verified first. Where that fails, they become
 * the task's own commit, and an agent goes on from them; a command cannot, so that for one they are verified again.
 */

/** The commits have no evidence yet: the next attempt verifies them and does nothing else. */
export function awaitsVerification({ pushed, commit }: Pick<TaskRecord, 'pushed' | 'commit'>): boolean {
  return pushed !== null && pushed !== commit;
}

/** The commits failed their verification: an agent mends them. */
export function isToBeMended({ kind, pushed, commit }: Pick<TaskRecord, 'kind' | 'pushed' | 'commit'>): boolean {
  return kind === 'agent' && pushed !== null && pushed === commit;
}

/** Whether an attempt does nothing but verify what people pushed. */
export function verifiesPushed(
  attempt: { readonly request: Pick<AttemptRecord['request'], 'work'> },
  task: Pick<TaskRecord, 'kind'>,
): boolean {
  return attempt.request.work.kind === 'verification' && task.kind !== 'verification';
}

/** What is left to be looked at once this attempt has succeeded: commits that were pushed while it was at work. */
export function pushedMeanwhile(attempt: Pick<AttemptRecord, 'request'>, task: TaskRecord): string | null {
  const { pushed } = task;
  if (pushed === null) return null;
  const covered = verifiesPushed(attempt, task)
    ? attempt.request.startingPoint.mustContain.includes(pushed)
    : pushed === task.commit;
  return covered ? null : pushed;
}
