import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Guard: no lease command has landed since `from` was read. */
export function advanceScheduler({ from }: ChangeOf<'advance_scheduler'>): readonly Statement[] {
  return guardedUpdate('scheduler_version', {
    sql: 'UPDATE scheduler SET version = version + 1 WHERE id = 1 AND version = ?',
    args: [from],
  });
}
