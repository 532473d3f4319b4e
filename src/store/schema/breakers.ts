import type { BreakerRecord, BreakerState } from '../../core/breaker/breaker.ts';
import { index, integer, primaryKey, sql, sqliteTable, text } from '../drizzle.ts';
import { json } from './json_column.ts';

/** Breakers of agents, by runner; one that never counted a failure has no row. */
export const breakers = sqliteTable(
  'breakers',
  {
    runner: text('runner').notNull(),
    /** The column bears its first name. */
    provider: text('backend').notNull(),
    state: text('state').$type<BreakerState>().notNull(),
    failures: integer('failures').notNull(),
    openings: integer('openings').notNull(),
    restsUntil: integer('rests_until'),
    isTold: integer('is_told', { mode: 'boolean' }).notNull(),
    probe: text('probe'),
    failure: json<NonNullable<BreakerRecord['failure']>>('failure'),
    version: integer('version').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runner, table.provider] }),
    index('breakers_open').on(table.provider).where(sql`${table.state} <> 'closed'`),
  ],
);
