import type { TaskRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { isRemoved } from '../task/open_to_edits.ts';

/** What the plan has no more can be neither retried, skipped nor taken: nothing waits for it, and nobody wants it. */
export function refuseRemoved(task: Pick<TaskRecord, 'key' | 'state' | 'reason'>): void {
  if (!isRemoved(task)) return;
  throw new Refusal(
    'not_allowed_in_state',
    `The plan has \`${task.key}\` no more; write it into the issue again to have it done.`,
  );
}
