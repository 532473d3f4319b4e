import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/** Guard: no newer news of the issue were acted upon. Equally new ones may be. */
export function noteIssue({ repository, issue, updatedAt }: ChangeOf<'note_issue'>): readonly Statement[] {
  return guardedUpdate('issue_news', {
    sql: `INSERT INTO issues_seen (repository, issue, updated_at) VALUES (?, ?, ?)
      ON CONFLICT (repository, issue) DO UPDATE SET updated_at = excluded.updated_at
        WHERE issues_seen.updated_at <= excluded.updated_at`,
    args: [repository, issue, updatedAt],
  });
}
