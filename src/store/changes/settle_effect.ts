import { guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';
import type { ChangeOf } from './change_of.ts';

/** Guard: the effect is not settled and this sender holds it. A refused one is dead, and its lane goes on. */
export function settleEffect({ effect, owner, answer, at }: ChangeOf<'settle_effect'>): readonly Statement[] {
  return guardedUpdate('effect_held', {
    sql: `UPDATE outbox SET state = ?, answer = ?, settled_at = ?, owner = NULL, owned_until = NULL
      WHERE id = ? AND state = 'waiting' AND owner = ?`,
    args: [answer.kind === 'refused' ? 'dead' : 'done', jsonText(answer), at, effect, owner],
  });
}
