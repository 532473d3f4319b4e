import { replyMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall } from '../clients/effect_call.ts';
import { commentOnce } from './comment_once.ts';

/** Answers a comment, once. */
export async function reply(
  { issue, to, text }: Extract<ForgeRequest, { kind: 'reply' }>,
  call: EffectCall,
): Promise<Sending> {
  await commentOnce(call, issue, { text, marker: replyMarker(to) });
  return DONE;
}
