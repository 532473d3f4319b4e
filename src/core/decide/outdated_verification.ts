import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import type { TaskSlice } from '../slices.ts';
import { bringBack } from './bring_back.ts';
import { moveTask } from './move_task.ts';

/**
 * Whether the run's own verification passed, but not with all that is on the integration branch now: people pushed there, or
 * a task that was taken up again was merged, since it was handed out. A head that was known then is in what was verified, which may have held more; the report's commit changes
 * nothing that is verified.
 */
export function isOutdated(
  { task, attempt }: Pick<TaskSlice, 'task' | 'attempt'>,
  {
    integrationHead: head,
    baseCommit,
    reportCommit,
  }: Pick<RunRecord, 'integrationHead' | 'baseCommit' | 'reportCommit'>,
): boolean {
  if (task.state !== 'succeeded' || attempt === null) return false;
  if (head === null || head === baseCommit || head === reportCommit) return false;
  return attempt.base !== head && !attempt.request.startingPoint.mustContain.includes(head);
}

/** The whole is verified once more, and the run is at work for that. */
export function verifyAnew(builder: DecisionBuilder, verification: TaskSlice, around: Surroundings): void {
  moveTask(builder, verification.task, 'outdated', { reason: null, failures: {}, dueAt: null, endedAt: null });
  bringBack(builder, verification, around);
}
