import type { Effect, EffectAnswer } from '../../core/effects/effect.ts';
import { index, integer, sql, sqliteTable, text } from '../drizzle.ts';
import { json } from './json_column.ts';

/**
 * Effects in the order they were made (`position`). `waiting` ones are sent, one at a time per lane; `done` ones were
 * answered, `dead` ones refused. Of those with one `key`, at most one waits that no sender has claimed.
 */
export const outbox = sqliteTable(
  'outbox',
  {
    position: integer('position').primaryKey(),
    id: text('id').notNull().unique(),
    /** null: it belongs to no run, only to its repository. */
    run: text('run'),
    repository: text('repository').notNull(),
    lane: text('lane').notNull(),
    key: text('key'),
    /** 0 goes first. */
    priority: integer('priority').notNull(),
    kind: text('kind').$type<Effect['kind']>().notNull(),
    effect: json<Effect>('effect').notNull(),
    state: text('state', { enum: ['waiting', 'done', 'dead'] }).notNull(),
    dueAt: integer('due_at').notNull(),
    /** The sender that has claimed it, and until when the claim counts. */
    owner: text('owner'),
    ownedUntil: integer('owned_until'),
    /** Sendings that failed, and how the last of them did. */
    attempts: integer('attempts').notNull(),
    error: text('error'),
    answer: json<EffectAnswer>('answer'),
    createdAt: integer('created_at').notNull(),
    settledAt: integer('settled_at'),
  },
  (table) => [
    index('outbox_lanes').on(table.lane, table.position).where(sql`${table.state} = 'waiting'`),
    index('outbox_turn').on(table.priority, table.dueAt, table.position).where(sql`${table.state} = 'waiting'`),
    index('outbox_keys').on(table.key).where(sql`${table.state} = 'waiting' AND ${table.key} IS NOT NULL`),
    index('outbox_of_run').on(table.run).where(sql`${table.state} = 'waiting'`),
    index('outbox_dead').on(table.settledAt).where(sql`${table.state} = 'dead'`),
    index('outbox_settled').on(table.settledAt).where(sql`${table.state} <> 'waiting'`),
  ],
);
