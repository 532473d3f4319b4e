import { questionMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';
import { placeComment } from './place_comment.ts';

type ShowQuestion = Extract<ForgeRequest, { kind: 'show_question' }>;

/**
 * Brings the comment of a question up to date. Where there is none, an open question gets one and a settled one does not; so does one
 * whose comment people deleted. Where the issue is gone or locked that is remembered too, so that it is not tried again and again.
 */
export async function showQuestion({ n, text, mayPost, standing }: ShowQuestion, call: EffectCall): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue === null) return DONE;
  const what = `question:${n}` as const;
  const before = call.target.shown.find((each) => each.subject === id && each.what === what);
  if (before?.digest === standing) return { answer: { kind: 'done' }, shown: [before] };
  const placed = await placeComment(call, {
    subject: id,
    what,
    issue,
    text,
    marker: questionMarker(id, n),
    formerMarkers: [],
    mayPost,
  });
  return { answer: { kind: 'done' }, shown: [{ subject: id, what, number: placed?.number ?? null, digest: standing }] };
}
