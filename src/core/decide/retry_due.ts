import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import type { TaskRecord } from '../records.ts';
import { moveTask } from './move_task.ts';

/** A retrying task whose delay is over becomes ready. */
export function retryDue(task: TaskRecord, now: number): Decision<null> {
  if (task.state !== 'retrying' || task.dueAt === null || task.dueAt > now) return nothing(null);
  const builder = new DecisionBuilder();
  moveTask(builder, task, 'retry_due', { dueAt: null });
  return builder.result(null);
}
