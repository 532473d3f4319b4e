import { EFFECT_PRIORITY } from '../../core/effects/effect_priority.ts';
import type { NewEffect } from '../../core/effects/new_effect.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';

const insert = `INSERT INTO outbox (id, run, repository, lane, key, priority, kind, effect, state, due_at, attempts, created_at)
  SELECT ?1, ?2, coalesce(?3, (SELECT repository FROM runs WHERE id = ?2)), ?4, ?5, ?6, ?7, ?8, 'waiting', ?9, 0, ?10`;

/** Only while no other of the key waits that no sender has claimed: what that one shows is still to be read. */
const insertUnlessOneWaits = `${insert}
  WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE key = ?5 AND state = 'waiting' AND owner IS NULL)`;

const bringForward = `UPDATE outbox SET due_at = ?1
  WHERE key = ?2 AND state = 'waiting' AND owner IS NULL AND due_at > ?1`;

/**
 * Puts an effect at the end of its lane, due when its delay is over; `at` is now, in epoch milliseconds. Its repository is
 * the run's where none is given. Guard, by a unique index: no effect has that id.
 *
 * With a key, it is left out while another with that key waits that no sender has claimed, and that one then is due no
 * later than this one would have been. One whose claim is over counts as claimed: its sender may still be at work on what
 * it read before.
 */
export function addEffect(
  { id, run, repository, lane, key, effect, delayMs = 0 }: NewEffect,
  at: number,
): readonly Statement[] {
  const dueAt = at + delayMs;
  const text = jsonText(effect);
  const args = [
    id,
    run,
    repository ?? null,
    lane,
    key ?? null,
    EFFECT_PRIORITY[effect.kind],
    effect.kind,
    text,
    dueAt,
    at,
  ];
  if (key === undefined) return [{ sql: insert, args, guard: 'effect_new' }];
  return [
    { sql: bringForward, args: [dueAt, key] },
    { sql: insertUnlessOneWaits, args, guard: 'effect_new' },
  ];
}
