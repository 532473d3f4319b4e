import type { Outcome } from '../../protocol/outcome.ts';
import type { Price } from '../../protocol/usage.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { AttemptSlice } from '../slices.ts';
import { withUsage } from '../usage/attempt_usage.ts';
import { usageRecorded } from '../usage/usage_recorded.ts';

/** The slice with what the attempt has used in all, which is kept; `prices` are the repository's own. */
export function noteUsage(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  { usage }: Outcome,
  prices: readonly Price[],
): AttemptSlice {
  if (usage === undefined) return slice;
  const { id } = slice.attempt;
  const recorded = usageRecorded(id, usage, prices);
  builder.change(recorded);
  return { ...slice, used: withUsage(slice.used, { ...recorded.usage, attempt: id }) };
}
