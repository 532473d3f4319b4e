import type { TickMemory } from '../service/ports/tick_memory.ts';
import type { WriteQueue } from './client/write_queue.ts';
import { type Snapshots, selectSql } from './queries/query.ts';

/** `?1` is now, `?2` the longest gap. A clock that went back makes no gap. */
const note = `UPDATE ticks SET
    steady_since = CASE WHEN last_at IS NULL OR ?1 - last_at > ?2 THEN ?1 ELSE min(steady_since, ?1) END,
    last_at = ?1
  WHERE id = 1 RETURNING steady_since`;

const steadySince = selectSql<{ at: number | null }>(`SELECT json_object('at', steady_since) FROM ticks WHERE id = 1`);

/** One statement notes and answers, so that any number of processes may tick at once. */
export function createTickMemory(queue: WriteQueue, read: Snapshots): TickMemory {
  return {
    noteTick: async (now, gapMs) => {
      const landed = await queue.submit({
        name: 'note_tick',
        prepare: async () => ({ statements: [{ sql: note, args: [now, gapMs] }], result: null }),
      });
      return { steadySince: Number(landed.results[0]?.rows[0]?.steady_since ?? now) };
    },
    steadySince: async () => (await read.first(steadySince()))?.at ?? null,
  };
}
