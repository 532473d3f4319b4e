import type { UsageSum } from '../../protocol/usage.ts';
import { eq, type SQL, sql } from '../drizzle.ts';
import { repositories } from '../schema/repositories.ts';
import { usage } from '../schema/usage.ts';
import { select } from './query.ts';

/** What one attempt has used. */
export const usageColumns = {
  attempt: usage.attempt,
  inputTokens: usage.inputTokens,
  cachedTokens: usage.cachedTokens,
  outputTokens: usage.outputTokens,
  costMicros: usage.costMicros,
  costBy: usage.costBy,
  model: usage.model,
};

/** The fields of a sum over rows of `usage`. */
export const summedUsage = {
  inputTokens: sql<number>`sum(${usage.inputTokens})`,
  cachedTokens: sql<number>`sum(${usage.cachedTokens})`,
  outputTokens: sql<number>`sum(${usage.outputTokens})`,
  costMicros: sql<number | null>`sum(${usage.costMicros})`,
  reckonedMicros: sql<number>`sum(CASE WHEN ${usage.costBy} = 'prices' THEN ${usage.costMicros} ELSE 0 END)`,
  unpricedAttempts: sql<number>`sum(${usage.costMicros} IS NULL)`,
} satisfies Record<keyof UsageSum, SQL>;

/** What of tasks counts towards their limits. Tokens as `countedTokens` of the protocol counts them. */
export const spentByTasks = select<{ tasks: string }>()(
  {
    task: usage.task,
    tokens: sql<number>`sum(max(0, ${usage.inputTokens} - ${usage.cachedTokens}) + ${usage.outputTokens})`,
    costMicros: sql<number>`coalesce(sum(${usage.costMicros}), 0)`,
  },
  (rows) =>
    rows
      .from(usage)
      .where(sql`${usage.task} IN (SELECT value FROM json_each(${sql.placeholder('tasks')})) AND ${usage.counts} = 1`)
      .groupBy(usage.task),
);

/** What all runs of repositories have used. */
export const usedByRepositories = select<{ limit: number }>()(
  { id: repositories.id, name: repositories.name, ...summedUsage },
  (rows) =>
    rows
      .from(usage)
      .innerJoin(repositories, eq(repositories.id, usage.repository))
      .groupBy(repositories.id)
      .orderBy(repositories.name, repositories.id)
      .limit(sql.placeholder('limit')),
);
