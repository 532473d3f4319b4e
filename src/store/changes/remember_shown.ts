import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Unguarded: what was written last counts. Effects that write to one place share a lane, and so come one after another. */
export function rememberShown({ shown }: ChangeOf<'remember_shown'>, at: number): Statement {
  return {
    sql: `INSERT INTO shown (subject, what, number, digest, remembered_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (subject, what) DO UPDATE SET number = excluded.number, digest = excluded.digest,
        remembered_at = excluded.remembered_at`,
    args: [shown.subject, shown.what, shown.number, shown.digest, at],
  };
}
