import type { UsageSum } from '../../protocol/usage.ts';
import { costText } from '../text/cost_text.ts';
import { minutesText } from '../text/time_text.ts';

/** `It took 14 min and cost 2.10 $.`; of a cost that nobody knows nothing is said. */
export function tookText(durationMs: number, usage: UsageSum | null): string {
  const cost = costText(usage);
  return `It took ${minutesText(durationMs)}${cost === null ? '' : ` and cost ${cost}`}.`;
}
