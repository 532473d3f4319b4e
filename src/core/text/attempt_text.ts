import { countedFailures, DEFAULT_RETRIES, type FailureCounts } from '../retry/failure_policy.ts';

/** How far a task is from being given up: failures that count so far, and how many of them end it. */
export type FailureStanding = { readonly failures: number; readonly failuresAllowed: number };

/** How a task of these counts and settings stands. */
export function failureStanding(counts: FailureCounts, retries: number | null | undefined): FailureStanding {
  return { failures: countedFailures(counts), failuresAllowed: (retries ?? DEFAULT_RETRIES) + 1 };
}

/**
 * `attempt 4 after failure 1 of 3`. The number alone says nothing of the limit: attempts that a pause, a lost runner or
 * a conflict ended do not count.
 */
export function attemptText(number: number, standing: FailureStanding): string {
  const after = afterFailure(standing);
  return after === '' ? `attempt ${number}` : `attempt ${number} ${after}`;
}

/** `attempt 2 of 3` where each attempt before it has counted, so that the numbers mean the same; else as `attemptText`. */
export function attemptOfText(number: number, standing: FailureStanding): string {
  const { failures, failuresAllowed } = standing;
  return number === failures + 1 && number <= failuresAllowed
    ? `attempt ${number} of ${failuresAllowed}`
    : attemptText(number, standing);
}

/** `after failure 1 of 3`; empty where none counts. */
export function afterFailure({ failures, failuresAllowed }: FailureStanding): string {
  return failures === 0 ? '' : `after failure ${failures} of ${failuresAllowed}`;
}
