import type { Failure } from '../failure_note.ts';
import type { TaskRecord } from '../records.ts';
import { countsAgainstRetries, FAILURE_POLICIES, type FailureCounts } from '../retry/failure_policy.ts';
import type { TaskSlice } from '../slices.ts';

/**
 * How a task goes on with another of its agents once nothing more is tried with the one that itself failed: that one is
 * asked no more, and what it failed of is not held against the next. null: there is no other, or the class speaks against it.
 */
export function passOver(
  { task, attempt }: Pick<TaskSlice, 'task' | 'attempt'>,
  failure: Failure,
  failures: FailureCounts,
): Pick<TaskRecord, 'passedOver' | 'failures'> | null {
  const agent = attempt?.agent ?? null;
  if (agent === null || failure.failedProvider === undefined || !FAILURE_POLICIES[failure.class].otherAgent)
    return null;
  const passedOver = [...new Set([...task.passedOver, agent])];
  const known = task.routing.agents.flatMap((choice) => [choice, ...choice.fallback]);
  if (known.every((other) => passedOver.includes(other.agent))) return null;
  return { passedOver, failures: withoutFailuresOf(failure, failures) };
}

function withoutFailuresOf({ class: name }: Failure, failures: FailureCounts): FailureCounts {
  const entries = Object.entries(failures) as [Failure['class'], number][];
  return Object.fromEntries(entries.filter(([other]) => other !== name && !countsAgainstRetries(other)));
}
