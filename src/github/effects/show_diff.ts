import { diffMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';
import { type PlacedComment, placeAnew, placeComment } from './place_comment.ts';

/**
 * Brings the one comment about edits of the plan up to date. Where an edit waits for approval it is looked at and not remembered:
 * somebody may have ticked its box, and it says since when people can see what they approve.
 */
export async function showDiff(
  { comment, proposal }: Extract<ForgeRequest, { kind: 'show_diff' }>,
  call: EffectCall,
): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue === null) return DONE;
  const placed: PlacedComment = {
    subject: id,
    what: 'diff',
    issue,
    text: comment,
    marker: diffMarker(id),
    formerMarkers: [],
  };
  if (proposal === null) {
    const shown = await placeComment(call, placed);
    return { answer: { kind: 'done' }, shown: shown === null ? [] : [shown] };
  }
  const found = await placeAnew(call, placed);
  if (found === null) return DONE;
  return { answer: { kind: 'edit_shown', proposal, at: found.at }, shown: [found.shown] };
}
