import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { sql } from '../drizzle.ts';
import { tasks } from '../schema/tasks.ts';
import type { ChangeOf } from './change_of.ts';
import { updateFields } from './update_fields.ts';

type Where = { '@task': string; '@state': string; '@attempt': number };

const inState = sql`${tasks.id} = ${sql.placeholder('@task')} AND ${tasks.state} = ${sql.placeholder('@state')}
    AND ${tasks.attempts} = ${sql.placeholder('@attempt')}`;
const updateInState = updateFields<Where>(tasks, inState);
const updateHeld = updateFields<Where & { '@held': 0 | 1 }>(
  tasks,
  sql`${inState} AND coalesce(${tasks.takeover} ->> '$.kind' = 'held', 0) = ${sql.placeholder('@held')}`,
);

/** Guard: the task is in the state `from`, its newest attempt has the number `fromAttempt`, and a person has it as `held` says. */
export function moveTask(change: ChangeOf<'move_task'>, at: number): readonly Statement[] {
  const { task, from, fromAttempt, to, set, held = from === 'running' ? false : undefined } = change;
  const where = { '@task': task, '@state': from, '@attempt': fromAttempt };
  return update({ ...set, state: to, ...(to === 'ready' ? { readyAt: at } : {}) }, where, held);
}

/** Guard: the task is in the state `in`, its newest attempt has the number `atAttempt`, and a person has it as `held` says. */
export function setTask({ task, in: state, atAttempt, held, set }: ChangeOf<'set_task'>): readonly Statement[] {
  return update(set, { '@task': task, '@state': state, '@attempt': atAttempt }, held);
}

function update(set: Readonly<Record<string, unknown>>, where: Where, held?: boolean): readonly Statement[] {
  const statement =
    held === undefined ? updateInState(set, where) : updateHeld(set, { ...where, '@held': held ? 1 : 0 });
  return guardedUpdate('task_in_state', statement);
}
