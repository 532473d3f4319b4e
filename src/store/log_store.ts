import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { LogPieceRecord, LogStore } from '../service/ports/store.ts';
import type { Statement } from './client/statement.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { build, type Snapshots, select } from './queries/query.ts';
import { attempts, logChunks } from './schema/attempts.ts';

const insert = `INSERT INTO log_chunks (attempt, "offset", bytes, deflated)
  SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM attempts WHERE id = ?1) ON CONFLICT DO NOTHING`;

/** What was written so far: the end of the last piece, which is never dropped. */
const written = `SELECT coalesce(max("offset" + bytes), 0) FROM log_chunks
  WHERE attempt = ?1 AND "offset" = (SELECT max("offset") FROM log_chunks WHERE attempt = ?1)`;

const trim = `DELETE FROM log_chunks WHERE attempt = ?1 AND "offset" >= ?2 AND "offset" + bytes <= (${written}) - ?3`;

const piecesFrom = select<{ attempt: string; from: number; limit: number }>()(
  build
    .select({ offset: logChunks.offset, bytes: logChunks.bytes, deflated: logChunks.deflated })
    .from(logChunks)
    .where(
      and(
        eq(logChunks.attempt, sql.placeholder('attempt')),
        gt(sql`${logChunks.offset} + ${logChunks.bytes}`, sql.placeholder('from')),
      ),
    )
    .orderBy(asc(logChunks.offset))
    .limit(sql.placeholder('limit')),
);

const whetherLive = select<{ attempt: string }>()(
  build
    .select({ live: sql`${attempts.state} IN ('leased', 'running')`.mapWith(Boolean) })
    .from(attempts)
    .where(eq(attempts.id, sql.placeholder('attempt'))),
);

export function createLogStore(queue: WriteQueue, read: Snapshots): LogStore {
  return {
    append: async (attempt, pieces, keep) => {
      const statements: readonly Statement[] = [
        ...pieces.map((piece) => insertOf(attempt, piece)),
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
      const [[known], pieces] = await read.all(whetherLive({ attempt }), piecesFrom({ attempt, from, limit }));
      return known === undefined ? null : { pieces, live: known.live };
    },
  };
}

function insertOf(attempt: string, { offset, bytes, deflated }: LogPieceRecord): Statement {
  return { sql: insert, args: [attempt, offset, bytes, deflated] };
}
