import { monthOf } from '../../core/usage/month_of.ts';
import { countedTokens } from '../../protocol/usage.ts';
import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

const record = `INSERT INTO usage (attempt, task, run, repository, input_tokens, cached_tokens, output_tokens, cost_micros, cost_by, model, counts, agent, role)
  SELECT a.id, a.task, a.run, r.repository, ?2, ?3, ?4, ?5, ?6, ?7, 1, a.agent, t.routing ->> '$.role'
  FROM attempts a JOIN runs r ON r.id = a.run JOIN tasks t ON t.id = a.task WHERE a.id = ?1
  ON CONFLICT (attempt) DO UPDATE SET input_tokens = ?2, cached_tokens = ?3, output_tokens = ?4, cost_micros = ?5,
    cost_by = ?6, model = ?7`;

/**
 * Adds what is new to the sums of the run, and of its repository in this month; `?2` and `?3` are what the attempt has used by now.
 * Stands before the row of usage is written, which says what it had used.
 */
const spend = `INSERT INTO spending (subject, period, cost_micros, tokens)
  SELECT s.subject, s.period, coalesce(?2, 0) - coalesce(u.cost_micros, 0),
      ?3 - coalesce(max(0, u.input_tokens - u.cached_tokens) + u.output_tokens, 0)
    FROM (SELECT a.run AS subject, '' AS period FROM attempts a WHERE a.id = ?1
      UNION ALL SELECT r.repository, ?4 FROM attempts a CROSS JOIN runs r ON r.id = a.run WHERE a.id = ?1) s
      LEFT JOIN usage u ON u.attempt = ?1 WHERE true
  ON CONFLICT (subject, period) DO UPDATE SET cost_micros = cost_micros + excluded.cost_micros, tokens = tokens + excluded.tokens`;

/** Guard: the budget is as it was read. */
const setBudget = `UPDATE runs SET budget_micros = ?2, budget_tokens = ?3, budget_stage = ?4
  WHERE id = ?1 AND budget_micros IS ?5 AND budget_tokens IS ?6 AND budget_stage = ?7`;

const keepRepositoryBudget = `INSERT INTO repository_budgets (repository, cost_micros, tokens) VALUES (?1, ?2, ?3)
  ON CONFLICT (repository) DO UPDATE SET cost_micros = ?2, tokens = ?3`;

/** What was used, by `at` in epoch milliseconds; without a guard, since what an attempt says of itself replaces what it said before. */
export function statementsOfUsage(
  change: ChangeOf<'record_usage' | 'renew_budget' | 'set_budget' | 'keep_repository_budget'>,
  at: number,
): Statement | readonly Statement[] {
  switch (change.kind) {
    case 'record_usage': {
      const { inputTokens, cachedTokens, outputTokens, costMicros, costBy, model } = change.usage;
      const args = [change.attempt, inputTokens, cachedTokens, outputTokens, costMicros, costBy, model];
      const spent = [change.attempt, costMicros, countedTokens(change.usage), monthOf(at)];
      return [
        { sql: spend, args: spent },
        { sql: record, args },
      ];
    }
    case 'renew_budget':
      return { sql: 'UPDATE usage SET counts = 0 WHERE task = ? AND counts = 1', args: [change.task] };
    case 'set_budget': {
      const { run, from, to } = change;
      const args = [run, to.costMicros, to.tokens, to.stage, from.costMicros, from.tokens, from.stage];
      return guardedUpdate('budget_unmoved', { sql: setBudget, args });
    }
    case 'keep_repository_budget': {
      const { repository, budget } = change;
      if (budget === null) return { sql: 'DELETE FROM repository_budgets WHERE repository = ?', args: [repository] };
      return { sql: keepRepositoryBudget, args: [repository, budget.costMicros, budget.tokens] };
    }
    default:
      return change satisfies never;
  }
}
