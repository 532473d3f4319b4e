import { SUBJECT_FIELDS } from '../../core/effects/effect_subject.ts';
import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';
import type { ChangeOf } from './change_of.ts';

const sameSubject = SUBJECT_FIELDS.map((field) => `dead.effect ->> '$.${field}' IS sent.effect ->> '$.${field}'`);

/**
 * Earlier ones about the same that were refused: what they could not do is done now, or refused anew. What could not begin is
 * begun by another run of the same plan.
 */
const settleEarlier = `UPDATE outbox AS dead SET state = 'done' WHERE dead.state = 'dead' AND EXISTS (
  SELECT 1 FROM outbox sent WHERE sent.id = ?1 AND dead.position < sent.position
    AND dead.kind = sent.kind AND dead.repository = sent.repository
    AND (dead.run IS sent.run OR (dead.kind = 'begin_run' AND EXISTS (
      SELECT 1 FROM runs earlier JOIN runs later ON later.repository = earlier.repository AND later.name = earlier.name
        WHERE earlier.id = dead.run AND later.id = sent.run)))
    AND (dead.kind <> 'retarget_pull' OR dead.effect ->> '$.pull' IS sent.effect ->> '$.pull')
    AND ${sameSubject.join(' AND ')})`;

/**
 * Guard: the effect is not settled and this sender holds it. A refused one is dead, and its lane goes on; it is no longer as
 * soon as a later one about the same is settled.
 */
export function settleEffect({ effect, owner, answer, at }: ChangeOf<'settle_effect'>): readonly Statement[] {
  return [
    ...guardedUpdate('effect_held', {
      sql: `UPDATE outbox SET state = ?, answer = ?, settled_at = ?, owner = NULL, owned_until = NULL
        WHERE id = ? AND state = 'waiting' AND owner = ?`,
      args: [answer.kind === 'refused' ? 'dead' : 'done', jsonText(answer), at, effect, owner],
    }),
    { sql: settleEarlier, args: [effect] },
  ];
}
