import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Makes waiting effects of the run due, whatever they were put back for. Unguarded: there need not be any. */
export function wakeEffects({ run, at }: ChangeOf<'wake_effects'>): Statement {
  return { sql: `UPDATE outbox SET due_at = ?1 WHERE run = ?2 AND state = 'waiting' AND due_at > ?1`, args: [at, run] };
}
