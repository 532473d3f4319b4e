import type { Outbox } from '../service/ports/outbox.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { sql } from './drizzle.ts';
import { effectColumns } from './queries/columns.ts';
import { type Snapshots, select } from './queries/query.ts';
import { outbox } from './schema/outbox.ts';

/**
 * Effects that may be sent now (`?1`: the time): due, claimed by nobody whose claim still counts, and the oldest of their
 * lane that is not settled; none of the repositories `?2` and the installations `?3` (JSON), nor of those whose next turn for
 * writing is after `?4` (null: whenever it is). A lane whose oldest is claimed or not due waits. In the order of their turn.
 */
const sendable = `SELECT head.position FROM outbox head
  WHERE head.state = 'waiting' AND head.due_at <= ?1 AND (head.owner IS NULL OR head.owned_until <= ?1)
    AND NOT EXISTS (SELECT 1 FROM outbox earlier
      WHERE earlier.lane = head.lane AND earlier.state = 'waiting' AND earlier.position < head.position)
    AND head.repository NOT IN (SELECT value FROM json_each(?2))
    AND NOT EXISTS (SELECT 1 FROM repositories place
      LEFT JOIN pacing ON pacing.key = 'installation:' || place.github_installation
      WHERE place.id = head.repository
        AND (place.github_installation IN (SELECT value FROM json_each(?3)) OR pacing.next_at > ?4))
  ORDER BY head.priority, head.due_at, head.position`;

const claim = `UPDATE outbox SET owner = ?5, owned_until = ?6 WHERE position IN (${sendable} LIMIT ?7) RETURNING id`;

/** Where nothing failed (`?2` is null), nothing is counted, and what failed before stays known. */
const release = `UPDATE outbox SET owner = NULL, owned_until = NULL, due_at = ?1, error = coalesce(?2, error),
    attempts = attempts + (?2 IS NOT NULL)
  WHERE id = ?3 AND owner = ?4 AND state = 'waiting'`;

const hold = `UPDATE outbox SET owned_until = ?1
  WHERE id IN (SELECT value FROM json_each(?2)) AND owner = ?3 AND state = 'waiting'`;

type Sendable = readonly [now: number, repositories: string, installations: string, turnBy: number | null];

const anythingSendable = (which: Sendable) => ({
  statement: { sql: `${sendable} LIMIT 1`, args: [...which] },
  rowsOf: (result: { readonly rows: readonly unknown[] }) => result.rows,
});

const effectsById = select<{ ids: string }>()(effectColumns, (rows) =>
  rows
    .from(outbox)
    .where(sql`${outbox.id} IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`)
    .orderBy(outbox.priority, outbox.dueAt, outbox.position),
);

/** The outbox over the write queue: claims are guarded by being one statement, so no two senders get the same effect. */
export function createOutbox(queue: WriteQueue, read: Snapshots): Outbox {
  return {
    claim: async (owner, now, until, limit, { repositories = [], installations = [], turnBy = null } = {}) => {
      const which: Sendable = [now, JSON.stringify(repositories), JSON.stringify(installations), turnBy];
      const landed = await queue.submit({
        name: 'claim_effects',
        // A sender that looks often must not take the write lock each time to find nothing.
        prepare: async () => {
          const idle = (await read.first(anythingSendable(which))) === null;
          return { statements: idle ? [] : [{ sql: claim, args: [...which, owner, until, limit] }], result: null };
        },
      });
      const ids = landed.results.flatMap((result) => result.rows.map((row) => row.id));
      return ids.length === 0 ? [] : (await read.all(effectsById({ ids: JSON.stringify(ids) })))[0];
    },
    release: async (effect, owner, dueAt, error) => {
      await queue.submit({
        name: 'release_effect',
        prepare: async () => ({ statements: [{ sql: release, args: [dueAt, error, effect, owner] }], result: null }),
      });
    },
    hold: async (owner, effects, until) => {
      const args = [until, JSON.stringify(effects), owner];
      await queue.submit({
        name: 'hold_effects',
        prepare: async () => ({ statements: [{ sql: hold, args }], result: null }),
      });
    },
  };
}
