import type { Price, Usage } from '../../protocol/usage.ts';
import { pricedUsage } from './priced_usage.ts';
import type { UsageChange } from './usage_change.ts';

/** The change that keeps what an attempt has used by now, with its cost; `prices` are the repository's own. */
export function usageRecorded(
  attempt: string,
  usage: Usage,
  prices: readonly Price[],
): Extract<UsageChange, { kind: 'record_usage' }> {
  return { kind: 'record_usage', attempt, usage: pricedUsage(usage, prices) };
}
