import { reminderMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { commentOnce } from './comment_once.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';

/** Reminds people of a question, once. */
export async function remind(
  { n, text }: Extract<ForgeRequest, { kind: 'remind' }>,
  call: EffectCall,
): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue !== null) await commentOnce(call, issue, { text, marker: reminderMarker(id, n) });
  return DONE;
}
