import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

const record = `INSERT INTO usage (attempt, task, run, repository, input_tokens, cached_tokens, output_tokens, cost_micros, cost_by, model, counts, agent, role)
  SELECT a.id, a.task, a.run, r.repository, ?2, ?3, ?4, ?5, ?6, ?7, 1, a.agent, t.routing ->> '$.role'
  FROM attempts a JOIN runs r ON r.id = a.run JOIN tasks t ON t.id = a.task WHERE a.id = ?1
  ON CONFLICT (attempt) DO UPDATE SET input_tokens = ?2, cached_tokens = ?3, output_tokens = ?4, cost_micros = ?5,
    cost_by = ?6, model = ?7`;

/** What was used; without a guard, since what an attempt says of itself replaces what it said before. */
export function statementOfUsage(change: ChangeOf<'record_usage' | 'renew_budget'>): Statement {
  switch (change.kind) {
    case 'record_usage': {
      const { inputTokens, cachedTokens, outputTokens, costMicros, costBy, model } = change.usage;
      const args = [change.attempt, inputTokens, cachedTokens, outputTokens, costMicros, costBy, model];
      return { sql: record, args };
    }
    case 'renew_budget':
      return { sql: 'UPDATE usage SET counts = 0 WHERE task = ? AND counts = 1', args: [change.task] };
    default:
      return change satisfies never;
  }
}
