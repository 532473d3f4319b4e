import { planMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall } from './effect_call.ts';
import { placeFound } from './status_comment.ts';

/**
 * Says what is wrong with a plan, in the one comment that becomes the status comment of the run. It is found by its marker each
 * time and not remembered: once a run has made it its own it says how that run stands, and the next mistakes get another one.
 */
export async function showPlan(
  { issue, text }: Extract<ForgeRequest, { kind: 'show_plan' }>,
  call: EffectCall,
): Promise<Sending> {
  await placeFound(call, { issue, text, marker: planMarker(issue), formerMarkers: [] });
  return DONE;
}
