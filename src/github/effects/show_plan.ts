import { planMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall } from './effect_call.ts';
import { placeFound } from './place_comment.ts';

/**
 * Says how a plan stands that does not run, in the one comment that becomes the status comment of the run. It is found by its marker
 * each time and not remembered: once a run has made it its own it says how that run stands, and what comes next gets another one.
 */
export async function showPlan(
  { issue, text }: Extract<ForgeRequest, { kind: 'show_plan' }>,
  call: EffectCall,
): Promise<Sending> {
  await placeFound(call, { issue, text, marker: planMarker(issue), formerMarkers: [] });
  return DONE;
}

/** Shows a plan that waits for approval in the same comment; says since when it stands there, for nobody approves what he cannot see. */
export async function showProposal(
  { issue, text }: Extract<ForgeRequest, { kind: 'show_proposal' }>,
  call: EffectCall,
): Promise<Sending> {
  const at = await placeFound(call, { issue, text, marker: planMarker(issue), formerMarkers: [] });
  return at === null ? DONE : { answer: { kind: 'plan_shown', at }, shown: [] };
}
