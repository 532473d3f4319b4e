import type { Deliveries, Delivery } from '../service/ports/store.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { type Query, type Snapshots, selectSql } from './queries/query.ts';

const add = `INSERT INTO deliveries (id, event, body, state, received_at, due_at, attempts)
  VALUES (?1, ?2, ?3, 'waiting', ?4, ?4, 0) ON CONFLICT (id) DO NOTHING`;

/** Deliveries that may be processed now (`?1`), in the order they came: due, and claimed by nobody whose claim still counts. */
const processable = `SELECT position FROM deliveries
  WHERE state = 'waiting' AND due_at <= ?1 AND (owner IS NULL OR owned_until <= ?1) ORDER BY position`;

const claim = `UPDATE deliveries SET owner = ?2, owned_until = ?3
  WHERE position IN (${processable} LIMIT ?4) RETURNING id`;

const release = `UPDATE deliveries SET owner = NULL, owned_until = NULL, due_at = ?1, error = ?2, attempts = attempts + 1
  WHERE id = ?3 AND owner = ?4 AND state = 'waiting'`;

const bury = `UPDATE deliveries SET owner = NULL, owned_until = NULL, state = 'dead', error = ?1, settled_at = ?2
  WHERE id = ?3 AND owner = ?4 AND state = 'waiting'`;

const prunable = `SELECT position FROM deliveries WHERE state <> 'waiting' AND received_at < ?1 ORDER BY received_at`;

const prune = `DELETE FROM deliveries WHERE position IN (${prunable} LIMIT ?2)`;

const known = selectSql<1>('SELECT 1 FROM deliveries WHERE id = ?1');

const deliveriesById = selectSql<Delivery & { readonly attempts: number }>(
  `SELECT json_object('id', id, 'event', event, 'body', body, 'attempts', attempts) FROM deliveries
    WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY position`,
);

/** The first of the rows that a select of positions gives, if there is one. */
const anyOf = (sql: string, moment: number): Query<unknown> => ({
  statement: { sql: `${sql} LIMIT 1`, args: [moment] },
  rowsOf: ({ rows }) => rows,
});

/**
 * Webhooks over the write queue. Claims are guarded by being one statement, so no two processes get the same delivery.
 * `clock` is for the time at which one is given up.
 */
export function createDeliveries(
  queue: WriteQueue,
  read: Snapshots,
  clock: { readonly now: () => number },
): Deliveries {
  const write = async (name: string, sql: string, args: readonly (string | number)[]) => {
    const landed = await queue.submit({
      name,
      prepare: async () => ({ statements: [{ sql, args }], result: null }),
    });
    return landed.results[0];
  };
  return {
    add: async ({ id, event, body }, at) =>
      (await write('add_delivery', add, [id, event, body, at]))?.rowsAffected === 1,
    isKnown: async (id) => (await read.first(known(id))) !== null,
    claim: async (owner, now, until, limit) => {
      // Whoever looks often must not take the write lock each time to find nothing.
      if ((await read.first(anyOf(processable, now))) === null) return [];
      const claimed = await write('claim_deliveries', claim, [now, owner, until, limit]);
      const ids = claimed?.rows.map((row) => row.id) ?? [];
      return ids.length === 0 ? [] : (await read.all(deliveriesById(JSON.stringify(ids))))[0];
    },
    release: async (id, owner, dueAt, error) => {
      await write('release_delivery', release, [dueAt, error, id, owner]);
    },
    bury: async (id, owner, error) => {
      await write('bury_delivery', bury, [error, clock.now(), id, owner]);
    },
    prune: async (before, limit) => {
      if ((await read.first(anyOf(prunable, before))) === null) return false;
      return (await write('prune_deliveries', prune, [before, limit]))?.rowsAffected === limit;
    },
  };
}
