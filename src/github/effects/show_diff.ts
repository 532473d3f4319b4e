import { diffMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';
import { placeComment } from './status_comment.ts';

/** Brings the one comment about edits of the plan up to date. */
export async function showDiff(
  { comment }: Extract<ForgeRequest, { kind: 'show_diff' }>,
  call: EffectCall,
): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue === null) return DONE;
  const placed = {
    subject: id,
    what: 'diff',
    issue,
    text: comment,
    marker: diffMarker(id),
    formerMarkers: [],
  } as const;
  const shown = await placeComment(call, placed);
  return { answer: { kind: 'done' }, shown: shown === null ? [] : [shown] };
}
