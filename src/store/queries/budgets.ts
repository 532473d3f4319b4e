import { sql } from 'drizzle-orm';
import { attempts } from '../schema/attempts.ts';
import { runs } from '../schema/runs.ts';
import { usage } from '../schema/usage.ts';
import { select } from './query.ts';

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
