import { sql } from 'drizzle-orm';
import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { tasks } from '../schema/tasks.ts';
import type { ChangeOf } from './change_of.ts';
import { updateFields } from './update_fields.ts';

const updateInState = updateFields<{ '@task': string; '@state': string; '@attempt': number }>(
  tasks,
  sql`${tasks.id} = ${sql.placeholder('@task')} AND ${tasks.state} = ${sql.placeholder('@state')}
    AND ${tasks.attempts} = ${sql.placeholder('@attempt')}`,
);

/** Guard: the task is in the state `from` and its newest attempt has the number `fromAttempt`. */
export function moveTask(change: ChangeOf<'move_task'>, at: number): readonly Statement[] {
  const { task, from, fromAttempt, to, set } = change;
  const where = { '@task': task, '@state': from, '@attempt': fromAttempt };
  return guardedUpdate(
    'task_in_state',
    updateInState({ ...set, state: to, ...(to === 'ready' ? { readyAt: at } : {}) }, where),
  );
}

/** Guard: the task is in the state `in` and its newest attempt has the number `atAttempt`. */
export function setTask({ task, in: state, atAttempt, set }: ChangeOf<'set_task'>): readonly Statement[] {
  const where = { '@task': task, '@state': state, '@attempt': atAttempt };
  return guardedUpdate('task_in_state', updateInState(set, where));
}
