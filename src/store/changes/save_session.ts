import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';
import type { ChangeOf } from './change_of.ts';

/** Unguarded, and never backwards: one that a later attempt used stays. Who began a conversation that goes on stays too. */
export function saveSession({ session: row }: ChangeOf<'save_session'>): Statement {
  return {
    sql: `INSERT INTO sessions (task, runner, provider, session, used, began, attempt, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (task, runner, provider) DO UPDATE SET session = excluded.session, used = excluded.used,
        began = CASE WHEN sessions.session = excluded.session THEN sessions.began ELSE excluded.began END,
        attempt = excluded.attempt, updated_at = excluded.updated_at
      WHERE excluded.attempt >= sessions.attempt`,
    args: [row.task, row.runner, row.provider, row.session, jsonText(row.used), row.began, row.attempt, row.updatedAt],
  };
}
