import { planMarker } from '../../core/report/markers.ts';
import { issueSubject } from '../../core/shown.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall } from '../clients/effect_call.ts';
import { placeComment } from './status_comment.ts';

/** Says what is wrong with a plan, in the one comment that becomes the status comment of the run. */
export async function showPlan(
  { issue, text }: Extract<ForgeRequest, { kind: 'show_plan' }>,
  call: EffectCall,
): Promise<Sending> {
  const subject = issueSubject(call.target.repository.id, issue);
  const marker = planMarker(issue);
  const status = await placeComment(call, { subject, issue, text, marker, formerMarkers: [] });
  return status === null ? DONE : { answer: { kind: 'done' }, shown: [status] };
}
