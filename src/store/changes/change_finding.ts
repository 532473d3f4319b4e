import type { FindingChange } from '../../core/finding/finding_change.ts';
import type { FindingRecord } from '../../core/finding/finding_record.ts';
import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';
import type { ChangeOf } from './change_of.ts';

const insert = `INSERT INTO findings (id, run, task, key, content, state, due_at, attempt, found_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (task, key) DO NOTHING`;

const given = '(SELECT value FROM json_each(?1))';

/** What is written of findings. */
export function statementsOfFinding(change: FindingChange): readonly Statement[] {
  switch (change.kind) {
    case 'add_findings':
      return addFindings(change);
    case 'tell_findings': {
      const args = [jsonText(change.findings), change.attempt];
      return [{ sql: `UPDATE findings SET attempt = ?2 WHERE id IN ${given} AND attempt IS NULL`, args }];
    }
    case 'move_findings':
      return moveFindings(change);
    case 'release_findings': {
      const sql = "UPDATE findings SET state = ?2 WHERE task = ?1 AND state = 'held'";
      return [{ sql, args: [change.task, change.to] }];
    }
    case 'open_check': {
      const args = [change.finding, jsonText(change.content), change.dueAt];
      const sql = "UPDATE findings SET content = ?2, due_at = ?3, state = 'open' WHERE id = ?1 AND state = 'held'";
      return guardedUpdate('finding_held', { sql, args });
    }
    default:
      return change satisfies never;
  }
}

/** What is known by its key is left as it is; what no attempt was told of becomes due together. */
function addFindings({ task, findings, dueAt }: ChangeOf<'add_findings'>): readonly Statement[] {
  const together = "UPDATE findings SET due_at = ?2 WHERE task = ?1 AND state = 'open' AND attempt IS NULL";
  return [...findings.map(insertion), { sql: together, args: [task, dueAt] }];
}

function insertion({ id, run, task, key, content, state, dueAt, attempt, foundAt }: FindingRecord): Statement {
  return { sql: insert, args: [id, run, task, key, jsonText(content), state, dueAt, attempt, foundAt] };
}

/** Guard: all of them are in `from`. */
function moveFindings({ findings, from, to }: ChangeOf<'move_findings'>): readonly Statement[] {
  const sql = `UPDATE findings SET state = ?3 WHERE id IN ${given} AND state = ?2`;
  return guardedUpdate('findings_in_state', { sql, args: [jsonText(findings), from, to] }, findings.length);
}
