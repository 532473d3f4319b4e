import type { Amounts, Used } from '../../protocol/usage.ts';
import { sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { runs } from '../schema/runs.ts';
import { usage } from '../schema/usage.ts';
import { select, selectSql } from './query.ts';

/** Of runs and attempts whose columns these are joined with: what is kept beyond what was used of it. */
const outstanding = {
  costMicros: sql<number>`sum(max(0, coalesce(${attempts.reservedMicros}, 0) - coalesce(${usage.costMicros}, 0)))`,
  tokens: sql<number>`sum(max(0, coalesce(${attempts.reservedTokens}, 0)
    - coalesce(max(0, ${usage.inputTokens} - ${usage.cachedTokens}) + ${usage.outputTokens}, 0)))`,
};

/** What agents at work have of budgets, by run. */
export const keptByRuns = select<Record<string, never>>()(
  {
    run: attempts.run,
    repository: runs.repository,
    atWork: sql<number>`count(*)`,
    ...outstanding,
  },
  (rows) =>
    rows
      .from(attempts)
      .innerJoin(runs, sql`${runs.id} = ${attempts.run}`)
      .leftJoin(usage, sql`${usage.attempt} = ${attempts.id}`)
      .where(sql`${attempts.state} IN ('leased', 'running') AND ${attempts.provider} IS NOT NULL`)
      // The plus keeps SQLite to the few that are live, in place of all in the order of their runs.
      .groupBy(sql`+${attempts.run}`),
);

/** What all attempts of a run have used; of a select from runs. */
export const spentByRun = {
  costMicros: sql<number>`coalesce((SELECT s.cost_micros FROM spending s WHERE s.subject = ${runs.id} AND s.period = ''), 0)`,
  tokens: sql<number>`coalesce((SELECT s.tokens FROM spending s WHERE s.subject = ${runs.id} AND s.period = ''), 0)`,
};

/** What all plans of a repository may use in a month, and have used in it. */
export type MonthlyBudget = { readonly repository: string; readonly limit: Amounts; readonly spent: Used };

const monthlyBudget = `json_object('repository', monthly.repository,
    'limit', json_object('costMicros', monthly.cost_micros, 'tokens', monthly.tokens),
    'spent', json_object('costMicros', coalesce(s.cost_micros, 0), 'tokens', coalesce(s.tokens, 0)))`;

/** Of the repositories whose runs are at work, those that have a budget, as they stand in the month `?1`. */
export const monthlyBudgets = selectSql<MonthlyBudget>(
  `SELECT ${monthlyBudget} FROM repository_budgets monthly LEFT JOIN spending s ON s.subject = monthly.repository AND s.period = ?1
    WHERE monthly.repository IN (SELECT repository FROM runs WHERE state = 'running' AND cancel IS NULL)`,
);

/** That of the repository `?1` in the month `?2`, where it has one. */
export const monthlyBudgetOf = selectSql<MonthlyBudget>(
  `SELECT ${monthlyBudget} FROM repository_budgets monthly LEFT JOIN spending s ON s.subject = monthly.repository AND s.period = ?2
    WHERE monthly.repository = ?1`,
);

/** Repositories that have used all that they may in the month `month`, which is the name of a parameter. */
export const spentRepositories = (month: `?${number}`) => `SELECT monthly.repository FROM repository_budgets monthly
  CROSS JOIN spending s ON s.subject = monthly.repository AND s.period = ${month}
  WHERE s.cost_micros >= monthly.cost_micros OR s.tokens >= monthly.tokens`;
