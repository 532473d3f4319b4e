import type { BudgetKeeping } from '../../core/decide/budget_keeping.ts';
import { estimateFor, forecastUsage } from '../../core/usage/estimate_usage.ts';
import { monthOf } from '../../core/usage/month_of.ts';
import type { UsageOf } from '../../core/usage/usage_history.ts';
import type { Used } from '../../protocol/usage.ts';
import { sql } from '../drizzle.ts';
import { attempts } from '../schema/attempts.ts';
import { keptByRuns, monthlyBudgets, spentRepositories } from './budgets.ts';
import { type Snapshots, select, selectSql } from './query.ts';
import { runById } from './records.ts';
import { usageHistory } from './usage_history.ts';

/** States in which an agent may still have something to do. */
const LEFT = `('pending', 'ready', 'running', 'blocked', 'retrying')`;

const spent = selectSql<Used>(
  `SELECT json_object('costMicros', cost_micros, 'tokens', tokens) FROM spending WHERE subject = ?1 AND period = ''`,
);

const tasksLeft = selectSql<UsageOf & { readonly tasks: number }>(
  `SELECT json_object('repository', r.repository, 'agent', coalesce(t.routing ->> '$.agents[0].agent', ''),
      'role', t.routing ->> '$.role', 'tasks', count(*))
    FROM runs r CROSS JOIN tasks t ON t.run = r.id AND t.state IN ${LEFT}
    WHERE r.id = ?1 AND t.kind = 'agent' GROUP BY t.routing ->> '$.agents[0].agent', t.routing ->> '$.role'`,
);

const agentsAtWork = select<{ run: string }>()(
  { id: attempts.id, state: attempts.state, cancel: attempts.cancel },
  (rows) =>
    rows.from(attempts).where(
      sql`${attempts.state} IN ('leased', 'running') AND ${attempts.provider} IS NOT NULL
          AND +${attempts.run} = ${sql.placeholder('run')}`,
    ),
);

const openBudgetQuestion = selectSql<{ readonly id: string; readonly n: number }>(
  `SELECT json_object('id', id, 'n', n) FROM questions WHERE run = ?1 AND task IS NULL AND state = 'open' AND source = 'budget' LIMIT 1`,
);

const NOTHING: Used = { costMicros: 0, tokens: 0 };

/** What a run has used in all. */
export async function spentByRunId(read: Snapshots, run: string): Promise<Used> {
  return (await read.first(spent(run))) ?? NOTHING;
}

/** What is needed to keep a run within its budget. */
export async function budgetKeeping(read: Snapshots, id: string, now: number): Promise<BudgetKeeping | null> {
  const [[run], [used = NOTHING], left, atWork, [asked], kept, monthly] = await read.all(
    runById({ run: id }),
    spent(id),
    tasksLeft(id),
    agentsAtWork({ run: id }),
    openBudgetQuestion(id),
    keptByRuns({}),
    monthlyBudgets(monthOf(now)),
  );
  if (run === undefined) return null;
  const histories = left.length === 0 ? [] : (await read.all(usageHistory(left)))[0];
  const estimates = left.flatMap(({ tasks, ...of }) => Array.from({ length: tasks }, () => estimateFor(histories, of)));
  return {
    run,
    spent: used,
    ofRepository: monthly.find(({ repository }) => repository === run.repository) ?? null,
    kept: kept.find((row) => row.run === id) ?? NOTHING,
    atWork,
    left: left.reduce((sum, { tasks }) => sum + tasks, 0),
    forecast: forecastUsage(estimates),
    asked: asked ?? null,
  };
}

/**
 * Of running runs with a budget of their own, or their repository's: those most of whose is used while an agent has something left to do and nobody was asked; those
 * that have used all and do not know it; and those that know, or whose repository has used all in the month `?2`, with an agent at
 * work that was not told to end. And those of which somebody is asked for more though nothing is left to do.
 */
export const budgetsDue = selectSql<{ readonly id: string }>(
  `WITH live (run) AS (SELECT run FROM attempts
      WHERE state IN ('leased', 'running') AND provider IS NOT NULL AND cancel IS NULL)
    SELECT json_object('id', r.id) FROM runs r CROSS JOIN spending s ON s.subject = r.id AND s.period = ''
    WHERE r.state = 'running' AND r.cancel IS NULL AND (r.budget_micros IS NOT NULL OR r.budget_tokens IS NOT NULL)
      AND CASE
        WHEN s.cost_micros >= r.budget_micros OR s.tokens >= r.budget_tokens
          THEN r.budget_stage <> 'spent' OR r.id IN (SELECT run FROM live)
        WHEN r.budget_stage = 'open' AND (s.cost_micros >= 0.8 * r.budget_micros OR s.tokens >= 0.8 * r.budget_tokens)
          THEN EXISTS (SELECT 1 FROM tasks t WHERE t.run = r.id AND t.state IN ${LEFT} AND t.kind = 'agent')
        ELSE false END
    UNION SELECT json_object('id', r.id) FROM live CROSS JOIN runs r ON r.id = live.run
    WHERE r.state = 'running' AND r.cancel IS NULL AND r.repository IN (${spentRepositories('?2')})
    UNION SELECT json_object('id', questions.run) FROM questions INDEXED BY questions_open
    WHERE questions.state = 'open' AND questions.source = 'budget' AND questions.task IS NULL
      AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.run = questions.run AND t.state IN ${LEFT} AND t.kind = 'agent')
    LIMIT ?1`,
);
