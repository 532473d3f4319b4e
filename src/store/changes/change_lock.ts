import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Guard: nobody holds the lock, or this task does already. */
export function takeLock({ repository, name, task }: ChangeOf<'take_lock'>): readonly Statement[] {
  return guardedUpdate('lock_free', {
    sql: `INSERT INTO locks (repository, name, task) VALUES (?, ?, ?)
      ON CONFLICT (repository, name) DO UPDATE SET task = excluded.task WHERE locks.task = excluded.task`,
    args: [repository, name, task],
  });
}

/** All locks of the task; it need not have any. */
export function releaseLocks({ task }: ChangeOf<'release_locks'>): Statement {
  return { sql: 'DELETE FROM locks WHERE task = ?', args: [task] };
}
