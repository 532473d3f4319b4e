import { questionMarker } from '../../core/report/markers.ts';
import type { Shown } from '../../core/shown.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';
import { placeAnew, placeComment } from './place_comment.ts';

type ShowQuestion = Extract<ForgeRequest, { kind: 'show_question' }>;

/**
 * Brings the comment of a question up to date. Where there is none, an open question gets one and a settled one does not; so does one
 * whose comment people deleted. When the first of them stood there is kept: before that nobody could have seen it. Where the issue is gone or locked that is remembered too, so that it is not tried again and again.
 */
export async function showQuestion({ n, text, mayPost, standing }: ShowQuestion, call: EffectCall): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue === null) return DONE;
  const what = `question:${n}` as const;
  const before = call.target.shown.find((each) => each.subject === id && each.what === what);
  if (before?.digest === standing) return { answer: { kind: 'done' }, shown: [before] };
  const placing = { subject: id, what, issue, text, marker: questionMarker(id, n), formerMarkers: [], mayPost };
  if (before !== undefined && before.number !== null) {
    const placed = await placeComment(call, placing);
    return { answer: { kind: 'done' }, shown: [remembered(placed)] };
  }
  const placed = await placeAnew(call, placing);
  const asked = { subject: id, what: `asked:${n}`, number: null, digest: String(placed?.at) } as const;
  const isFirst = placed !== null && !call.target.shown.some((each) => each.subject === id && each.what === asked.what);
  return { answer: { kind: 'done' }, shown: [remembered(placed?.shown ?? null), ...(isFirst ? [asked] : [])] };

  function remembered(placed: Shown | null): Shown {
    return { subject: id, what, number: placed?.number ?? null, digest: standing };
  }
}
