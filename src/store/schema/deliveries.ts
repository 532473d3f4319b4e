import { index, integer, sql, sqliteTable, text } from '../drizzle.ts';

/**
 * Webhooks in the order they came (`position`). `waiting` ones are processed, `done` ones were acted upon, `ignored` ones
 * were none of ours, `refused` ones were commands of somebody who may not command and was told so, `dead` ones could not
 * be processed.
 */
export const deliveries = sqliteTable(
  'deliveries',
  {
    position: integer('position').primaryKey(),
    /** GitHub's own: the same when a delivery is sent again. */
    id: text('id').notNull().unique(),
    event: text('event').notNull(),
    body: text('body').notNull(),
    /** What it is about: those of one lane are processed one after another. null: it has no order. */
    lane: text('lane'),
    state: text('state', { enum: ['waiting', 'done', 'ignored', 'refused', 'dead'] }).notNull(),
    receivedAt: integer('received_at').notNull(),
    dueAt: integer('due_at').notNull(),
    /** The process that has claimed it, and until when the claim counts. */
    owner: text('owner'),
    ownedUntil: integer('owned_until'),
    /** How often processing failed, and how it last did. */
    attempts: integer('attempts').notNull(),
    error: text('error'),
    /** What became of it. */
    note: text('note'),
    settledAt: integer('settled_at'),
  },
  (table) => [
    index('deliveries_waiting').on(table.position).where(sql`${table.state} = 'waiting'`),
    index('deliveries_processed').on(table.receivedAt).where(sql`${table.state} <> 'waiting'`),
    index('deliveries_lanes').on(table.lane, table.position).where(sql`${table.state} = 'waiting'`),
    index('deliveries_refused').on(table.lane, table.settledAt).where(sql`${table.state} = 'refused'`),
    index('deliveries_dead').on(table.settledAt).where(sql`${table.state} = 'dead'`),
  ],
);
