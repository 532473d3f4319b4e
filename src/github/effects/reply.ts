import { replyMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { commentOnce } from './comment_once.ts';
import { DONE, type EffectCall } from './effect_call.ts';

/** Answers a comment, once. */
export async function reply(
  { issue, to, edit, text }: Extract<ForgeRequest, { kind: 'reply' }>,
  call: EffectCall,
): Promise<Sending> {
  await commentOnce(call, issue, { text, marker: replyMarker(to, edit) });
  return DONE;
}
