import { attemptIsLive } from '../core/attempt/attempt_state.ts';
import type { LogPieceRecord, LogStore } from '../service/ports/log_store.ts';
import type { Statement } from './client/statement.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { eq, sql } from './drizzle.ts';
import { type Query, type Snapshots, select } from './queries/query.ts';
import { attempts } from './schema/attempts.ts';

/** A table of the database that keeps a stream. */
type ChunksTable = 'log_chunks' | 'conversation_chunks';

function statementsFor(table: ChunksTable) {
  /** What was written so far: the end of the last piece, which is never dropped. */
  const written = `SELECT coalesce(max("offset" + bytes), 0) FROM ${table}
  WHERE attempt = ?1 AND "offset" = (SELECT max("offset") FROM ${table} WHERE attempt = ?1)`;
  /** Attempt ids are UUIDv7, so the oldest output is found by the key. */
  const prunable = `SELECT l.attempt, l."offset" FROM ${table} l CROSS JOIN attempts a ON a.id = l.attempt
  WHERE l.attempt < ?1 AND a.ended_at IS NOT NULL ORDER BY l.attempt, l."offset" LIMIT ?2`;
  return {
    written,
    prunable,
    insert: `INSERT INTO ${table} (attempt, "offset", bytes, deflated)
  SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM attempts WHERE id = ?1) ON CONFLICT DO NOTHING`,
    trim: `DELETE FROM ${table} WHERE attempt = ?1 AND "offset" >= ?2 AND "offset" + bytes <= (${written}) - ?3`,
    prune: `DELETE FROM ${table} WHERE (attempt, "offset") IN (${prunable})`,
    /** Starts at the piece that `?2` lies in, found by the key, so that following a long log does not read it again. */
    from: `SELECT "offset", bytes, deflated FROM ${table}
      WHERE attempt = ?1 AND "offset" + bytes > ?2 AND "offset" >= coalesce(
        (SELECT max("offset") FROM ${table} WHERE attempt = ?1 AND "offset" <= ?2), 0)
      ORDER BY "offset" LIMIT ?3`,
    end: `SELECT "offset", bytes, deflated FROM ${table} WHERE attempt = ?1 ORDER BY "offset" DESC LIMIT ?2`,
  };
}

function piecesOf(text: string, ...args: readonly (string | number)[]): Query<LogPieceRecord> {
  return {
    statement: { sql: text, args: [...args] },
    rowsOf: ({ rows }) =>
      rows.map((row) => ({
        offset: Number(row.offset),
        bytes: Number(row.bytes),
        deflated: Buffer.from(row.deflated as ArrayBuffer),
      })),
  };
}

const stateOf = select<{ attempt: string }>()({ state: attempts.state }, (rows) =>
  rows.from(attempts).where(eq(attempts.id, sql.placeholder('attempt'))),
);

/** One stream of attempts in the database. */
export function createLogStore(queue: WriteQueue, read: Snapshots, table: ChunksTable): LogStore {
  const { insert, trim, written, prunable, prune, from: piecesFrom, end } = statementsFor(table);
  return {
    append: async (attempt, pieces, keep) => {
      const statements: readonly Statement[] = [
        ...pieces.map(({ offset, bytes, deflated }) => ({ sql: insert, args: [attempt, offset, bytes, deflated] })),
        { sql: trim, args: [attempt, keep.headBytes, keep.tailBytes] },
        { sql: `SELECT (${written}) AS written`, args: [attempt] },
      ];
      const landed = await queue.submit({
        name: 'append_log',
        prepare: async () => ({ statements, result: null }),
      });
      return Number(landed.results.at(-1)?.rows[0]?.written ?? 0);
    },
    read: async (attempt, from, limit) => {
      const [[known], pieces] = await read.all(stateOf({ attempt }), piecesOf(piecesFrom, attempt, from, limit));
      return known === undefined ? null : { pieces, live: attemptIsLive(known.state) };
    },
    readEnd: async (attempt, limit) => {
      const [pieces] = await read.all(piecesOf(end, attempt, limit));
      return pieces.toReversed();
    },
    prune: async (before, limit) => {
      const oldest = firstUuidOf(before);
      const any: Query<unknown> = { statement: { sql: prunable, args: [oldest, 1] }, rowsOf: ({ rows }) => rows };
      if ((await read.first(any)) === null) return false;
      const statements: readonly Statement[] = [{ sql: prune, args: [oldest, limit] }];
      const landed = await queue.submit({ name: 'prune_log', prepare: async () => ({ statements, result: null }) });
      return landed.results[0]?.rowsAffected === limit;
    },
  };
}

/** The least UUIDv7 of a moment (RFC 9562, section 5.7: the first 48 bits are epoch milliseconds). */
function firstUuidOf(epochMs: number): string {
  const time = Math.max(0, epochMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
