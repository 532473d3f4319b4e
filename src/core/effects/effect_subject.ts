import type { Effect } from './effect.ts';

/** The fields that say what an effect is about; all others are what it is to become. */
export const SUBJECT_FIELDS = ['task', 'issue', 'to', 'comment', 'branch'] as const;

/** Whether two effects of one run, or of one repository, are about the same: what the later one did, the earlier wanted. */
export function isSameSubject(left: Effect, right: Effect): boolean {
  if (left.kind === 'retarget_pull' && right.kind === 'retarget_pull') return left.pull === right.pull;
  const [ofLeft, ofRight]: Readonly<Record<string, unknown>>[] = [left, right];
  return left.kind === right.kind && SUBJECT_FIELDS.every((field) => ofLeft?.[field] === ofRight?.[field]);
}
