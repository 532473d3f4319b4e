import type { Pacing } from '../service/ports/pacing.ts';
import type { Statement } from './client/statement.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { type Snapshots, selectSql } from './queries/query.ts';

/**
 * Takes the turn of `?1` at `?2` (now) or when the next one is free, unless that is after `?4`; the next one then is free
 * `?3` milliseconds later.
 */
const takeTurn = `INSERT INTO pacing (key, next_at) SELECT ?1, ?2 + ?3 WHERE ?2 <= ?4
  ON CONFLICT (key) DO UPDATE SET next_at = max(?2, next_at) + ?3 WHERE max(?2, next_at) <= ?4
  RETURNING next_at - ?3 AS turn`;

const block = `INSERT INTO pacing (key, next_at) VALUES (?1, ?2)
  ON CONFLICT (key) DO UPDATE SET next_at = max(next_at, excluded.next_at)`;

const choreNamed = selectSql<{ lastAt: number; doneAt: number | null }>(
  `SELECT json_object('lastAt', last_at, 'doneAt', done_at) FROM chores WHERE name = ?1`,
);

/** Lands only while the chore was last begun at `?3`; null: never. */
const claimChore = `INSERT INTO chores (name, last_at) VALUES (?1, ?2)
  ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at WHERE last_at = ?3`;

/** A later one that was completed sooner counts. */
const completeChore = `INSERT INTO chores (name, last_at, done_at) VALUES (?1, ?2, ?2)
  ON CONFLICT (name) DO UPDATE SET done_at = max(coalesce(done_at, ?2), ?2)`;

/** Begun so long ago that it is due. */
const interruptChore = 'UPDATE chores SET last_at = 0, done_at = max(coalesce(done_at, ?2), ?2) WHERE name = ?1';

/** Turns over the write queue: each is one statement, so any number of processes may ask at once. */
export function createPacing(queue: WriteQueue, read: Snapshots): Pacing {
  const write = async (name: string, statement: Statement) => {
    const landed = await queue.submit({ name, prepare: async () => ({ statements: [statement], result: null }) });
    return landed.results[0];
  };
  return {
    takeTurn: async (key, now, spacingMs, latest) => {
      const taken = await write('take_turn', { sql: takeTurn, args: [key, now, spacingMs, latest] });
      const turn = taken?.rows[0]?.turn;
      return turn === undefined || turn === null ? null : Number(turn);
    },
    block: async (key, until) => {
      await write('block_turns', { sql: block, args: [key, until] });
    },
    claimChore: async (chore, now, everyMs) => {
      const { lastAt, doneAt } = (await read.first(choreNamed(chore))) ?? { lastAt: null, doneAt: null };
      if (lastAt !== null && now - lastAt < everyMs) return { due: false, doneAt };
      const claimed = await write('claim_chore', { sql: claimChore, args: [chore, now, lastAt] });
      return { due: claimed?.rowsAffected === 1, doneAt };
    },
    completeChore: async (chore, at) => {
      await write('complete_chore', { sql: completeChore, args: [chore, at] });
    },
    completedAt: async (chore) => (await read.first(choreNamed(chore)))?.doneAt ?? null,
    interruptChore: async (chore, at) => {
      await write('interrupt_chore', { sql: interruptChore, args: [chore, at] });
    },
  };
}
