import type { NewEvent } from '../events.ts';
import type { RunRecord, TaskRecord } from '../records.ts';

type Run = Pick<RunRecord, 'id'>;
type Task = Pick<TaskRecord, 'key'>;

/** Tells people what was seen of their hands, and what follows from it. */
export function noticed(run: Run, what: string, task?: Task): NewEvent {
  return { run: run.id, ...about(task), body: { kind: 'noticed', what } };
}

/** Tells people what they asked for without anything following, and why. */
export function noticedInVain(run: Run, what: string, task?: Task): NewEvent {
  return { run: run.id, ...about(task), body: { kind: 'noticed', what, sort: 'in_vain' } };
}

/** Tells people of what is no person's doing: what checks found, and what could not be done. */
export function seen(run: Run, what: string, task?: Task): NewEvent {
  return { run: run.id, ...about(task), body: { kind: 'noticed', what, sort: 'seen' } };
}

function about(task: Task | undefined): { readonly task?: string } {
  return task === undefined ? {} : { task: task.key };
}
