import type { ClaimedDelivery, Deliveries, Delivery } from '../service/ports/deliveries.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { type Query, type Snapshots, selectSql } from './queries/query.ts';

/** One that was given up is processed anew: whoever sends it again has mended what it failed for. */
const add = `INSERT INTO deliveries (id, event, body, lane, state, received_at, due_at, attempts)
  VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?5, 0)
  ON CONFLICT (id) DO UPDATE SET event = excluded.event, body = excluded.body, lane = excluded.lane, state = 'waiting',
    received_at = excluded.received_at, due_at = excluded.due_at, attempts = 0, error = NULL, settled_at = NULL
  WHERE deliveries.state = 'dead'`;

const reviveAll = `UPDATE deliveries
  SET state = 'waiting', received_at = ?1, due_at = ?1, attempts = 0, error = NULL, settled_at = NULL
  WHERE state = 'dead'`;

/**
 * Deliveries that may be processed now (`?1`), in the order they came: due, claimed by nobody whose claim still counts, and
 * the oldest of their lane that waits; in no lane of the repositories `?2` (JSON). A lane whose oldest is claimed or not due waits.
 */
const processable = `SELECT head.position FROM deliveries head
  WHERE head.state = 'waiting' AND head.due_at <= ?1 AND (head.owner IS NULL OR head.owned_until <= ?1)
    AND NOT EXISTS (SELECT 1 FROM deliveries earlier
      WHERE earlier.lane = head.lane AND earlier.state = 'waiting' AND earlier.position < head.position)
    AND NOT EXISTS (SELECT 1 FROM json_each(?2) WHERE head.lane GLOB json_each.value || '[#@!]*')
  ORDER BY head.position`;

const claim = `UPDATE deliveries SET owner = ?3, owned_until = ?4
  WHERE position IN (${processable} LIMIT ?5) RETURNING id`;

/** Where nothing failed (`?2` is null), what failed before stays known. */
const release = `UPDATE deliveries SET owner = NULL, owned_until = NULL, due_at = ?1, error = coalesce(?2, error),
    attempts = attempts + ?3
  WHERE id = ?4 AND owner = ?5 AND state = 'waiting'`;

const bury = `UPDATE deliveries SET owner = NULL, owned_until = NULL, state = 'dead', error = ?1, settled_at = ?2
  WHERE id = ?3 AND owner = ?4 AND state = 'waiting'`;

const prunable = `SELECT position FROM deliveries WHERE state <> 'waiting' AND received_at < ?1 ORDER BY received_at`;

const prune = `DELETE FROM deliveries WHERE position IN (${prunable} LIMIT ?2)`;

const known = selectSql<1>('SELECT 1 FROM deliveries WHERE id = ?1');

const waitingSince = selectSql<{ at: number }>(
  `SELECT json_object('at', received_at) FROM deliveries WHERE state = 'waiting' ORDER BY position LIMIT 1`,
);

const refusedSince = selectSql<{ refused: number; held: number }>(`SELECT json_object(
  'refused', (SELECT count(*) FROM deliveries
    WHERE state = 'refused' AND lane >= ?1 AND lane < ?2 AND settled_at >= ?3),
  'held', (SELECT count(*) FROM deliveries
    WHERE state = 'waiting' AND lane >= ?1 AND lane < ?2 AND owned_until > ?4))`);

const newestRefused = selectSql<Delivery>(`SELECT json_object('id', id, 'event', event, 'body', body) FROM deliveries
  WHERE state = 'refused' AND lane IN (SELECT value FROM json_each(?1)) AND settled_at > ?3 AND note = ?2 ORDER BY settled_at DESC, position DESC LIMIT 1`);

const deliveriesById = selectSql<ClaimedDelivery>(
  `SELECT json_object('id', id, 'event', event, 'body', body, 'lane', lane, 'attempts', attempts, 'receivedAt', received_at)
    FROM deliveries WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY position`,
);

/** The first of the rows that a select of positions gives, if there is one. */
const anyOf = (sql: string, ...args: readonly (string | number)[]): Query<unknown> => ({
  statement: { sql: `${sql} LIMIT 1`, args: [...args] },
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
  const write = async (name: string, sql: string, args: readonly (string | number | null)[]) => {
    const landed = await queue.submit({
      name,
      prepare: async () => ({ statements: [{ sql, args }], result: null }),
    });
    return landed.results[0];
  };
  return {
    add: async ({ id, event, body, lane }, at) =>
      (await write('add_delivery', add, [id, event, body, lane, at]))?.rowsAffected === 1,
    waitingSince: async () => (await read.first(waitingSince()))?.at ?? null,
    isKnown: async (id) => (await read.first(known(id))) !== null,
    claim: async (owner, now, until, limit, busyRepositories = []) => {
      const busy = JSON.stringify(busyRepositories);
      // Whoever looks often must not take the write lock each time to find nothing.
      if ((await read.first(anyOf(processable, now, busy))) === null) return [];
      const claimed = await write('claim_deliveries', claim, [now, busy, owner, until, limit]);
      const ids = claimed?.rows.map((row) => row.id) ?? [];
      return ids.length === 0 ? [] : (await read.all(deliveriesById(JSON.stringify(ids))))[0];
    },
    release: async (id, owner, { dueAt, error, counts }) => {
      await write('release_delivery', release, [dueAt, error, counts ? 1 : 0, id, owner]);
    },
    bury: async (id, owner, error) => {
      await write('bury_delivery', bury, [error, clock.now(), id, owner]);
    },
    revive: async (id, at) => {
      const only = id === null ? { sql: reviveAll, args: [at] } : { sql: `${reviveAll} AND id = ?2`, args: [at, id] };
      return (await write('revive_deliveries', only.sql, only.args))?.rowsAffected ?? 0;
    },
    refusedSince: async (lanes, since, now) => {
      const counted = await read.first(refusedSince(lanes, `${lanes}\u{10ffff}`, since, now));
      return counted === null ? 0 : counted.refused + counted.held;
    },
    newestRefused: (lanes, note, after) => read.first(newestRefused(JSON.stringify(lanes), note, after)),
    prune: async (before, limit) => {
      if ((await read.first(anyOf(prunable, before))) === null) return false;
      return (await write('prune_deliveries', prune, [before, limit]))?.rowsAffected === limit;
    },
  };
}
