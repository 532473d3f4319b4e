import type { Effect } from '../../src/core/effects/effect.ts';
import { SUBJECT_FIELDS } from '../../src/core/effects/effect_subject.ts';

/** Whether two effects of one run, or of one repository, are about the same: what the later one did, the earlier wanted. */
export function isSameSubject(left: Effect, right: Effect): boolean {
  if (left.kind === 'retarget_pull' && right.kind === 'retarget_pull') return left.pull === right.pull;
  const [ofLeft, ofRight]: Readonly<Record<string, unknown>>[] = [left, right];
  return left.kind === right.kind && SUBJECT_FIELDS.every((field) => ofLeft?.[field] === ofRight?.[field]);
}
