import { minutesText } from '../text/time_text.ts';

/** `It took 14 min and cost 2.10 $.`; of a cost that nobody knows (null) nothing is said. */
export function tookText(durationMs: number, cost: string | null): string {
  return `It took ${minutesText(durationMs)}${cost === null ? '' : ` and cost ${cost}`}.`;
}
