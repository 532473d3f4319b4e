import type { NewEvent } from '../events.ts';
import type { RunRecord, TaskRecord } from '../records.ts';

/** Tells people what was seen of their hands, and what follows from it. */
export function noticed(run: Pick<RunRecord, 'id'>, what: string, task?: Pick<TaskRecord, 'key'>): NewEvent {
  return { run: run.id, ...(task === undefined ? {} : { task: task.key }), body: { kind: 'noticed', what } };
}
