import type { NewEffect } from '../../core/changes.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';

/** Puts an effect at the end of its lane, due at once. Guard, by a unique index: no effect has that id. */
export function addEffect({ id, run, lane, effect }: NewEffect, at: number): Statement {
  return {
    sql: `INSERT INTO outbox (id, run, lane, kind, effect, state, due_at, attempts, created_at)
      VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, 0, ?6)`,
    args: [id, run, lane, effect.kind, jsonText(effect), at],
    guard: 'effect_new',
  };
}
