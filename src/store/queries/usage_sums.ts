import { type SQL, sql } from 'drizzle-orm';
import type { UsageSum } from '../../protocol/usage.ts';
import { usage } from '../schema/usage.ts';

/** The fields of a sum over rows of `usage`. */
export const summedUsage = {
  inputTokens: sql<number>`sum(${usage.inputTokens})`,
  cachedTokens: sql<number>`sum(${usage.cachedTokens})`,
  outputTokens: sql<number>`sum(${usage.outputTokens})`,
  costMicros: sql<number | null>`sum(${usage.costMicros})`,
  reckonedMicros: sql<number>`sum(CASE WHEN ${usage.costBy} = 'prices' THEN ${usage.costMicros} ELSE 0 END)`,
  unpricedAttempts: sql<number>`sum(${usage.costMicros} IS NULL)`,
} satisfies Record<keyof UsageSum, SQL>;
