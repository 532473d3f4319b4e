import type { Usage } from '../../protocol/usage.ts';
import { pricedUsage } from './priced_usage.ts';
import { PRICES } from './prices.ts';
import type { UsageChange } from './usage_change.ts';

/** The change that keeps what an attempt has used by now, with its cost. */
export function usageRecorded(attempt: string, usage: Usage): UsageChange {
  return { kind: 'record_usage', attempt, usage: pricedUsage(usage, PRICES) };
}
