import type { TickMemory } from '../service/ports/tick_memory.ts';
import type { WriteQueue } from './client/write_queue.ts';

/** `?1` is now, `?2` the longest gap. A clock that went back makes no gap. */
const note = `UPDATE ticks SET
    steady_since = CASE WHEN last_at IS NULL OR ?1 - last_at > ?2 THEN ?1 ELSE min(steady_since, ?1) END,
    last_at = ?1
  WHERE id = 1 RETURNING steady_since`;

/** One statement notes and answers, so that any number of processes may tick at once. */
export function createTickMemory(queue: WriteQueue): TickMemory {
  return {
    noteTick: async (now, gapMs) => {
      const landed = await queue.submit({
        name: 'note_tick',
        prepare: async () => ({ statements: [{ sql: note, args: [now, gapMs] }], result: null }),
      });
      return { steadySince: Number(landed.results[0]?.rows[0]?.steady_since ?? now) };
    },
  };
}
