import type { Change } from '../core/changes.ts';
import type { Decision } from '../core/decision.ts';

/** A decision with more changes that land together with it, or not at all. */
export function withChanges<Result>(decision: Decision<Result>, also: readonly Change[]): Decision<Result> {
  return also.length === 0 ? decision : { ...decision, changes: [...decision.changes, ...also] };
}
