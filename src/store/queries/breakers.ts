import type { SeenBreaker } from '../../core/breaker/resting.ts';
import { and, eq, getTableColumns, sql } from '../drizzle.ts';
import { breakers } from '../schema/breakers.ts';
import { runners } from '../schema/runners.ts';
import { isRevoked } from './is_revoked.ts';
import { select } from './query.ts';

/** The breaker of a provider on a runner. */
export const breakerOf = select<{ runner: string; provider: string }>()(getTableColumns(breakers), (rows) =>
  rows
    .from(breakers)
    .where(and(eq(breakers.runner, sql.placeholder('runner')), eq(breakers.provider, sql.placeholder('provider')))),
);

const isProbed = sql<0 | 1>`EXISTS (SELECT 1 FROM attempts a
  WHERE a.id = ${breakers.probe} AND a.state IN ('leased', 'running'))`;

/** Breakers that are not closed; a partial index holds no others. */
export const openBreakers = select<Record<string, never>>()({ breaker: getTableColumns(breakers), isProbed }, (rows) =>
  rows.from(breakers).where(sql`${breakers.state} <> 'closed'`),
);

/** Which runners that were heard of since then offer what has such a breaker anywhere. Reads runners only where there is one. */
export const offersOfOpen = select<{ aliveSince: number }>()(
  { runner: runners.id, provider: sql<string>`offered.value ->> 'name'` },
  (rows) =>
    rows
      .from(runners)
      .innerJoin(sql`json_each(${runners.agents}) offered`, sql`TRUE`)
      .where(
        sql`EXISTS (SELECT 1 FROM breakers WHERE state <> 'closed') AND ${runners.seenAt} >= ${sql.placeholder('aliveSince')}
        AND NOT ${isRevoked} AND offered.value ->> 'name' IN (SELECT backend FROM breakers WHERE state <> 'closed')`,
      ),
);

/** A row of {@link openBreakers} as core sees it. */
export function seenBreaker(row: ReturnType<ReturnType<typeof openBreakers>['rowsOf']>[number]): SeenBreaker {
  return { ...row.breaker, isProbed: row.isProbed === 1 };
}
