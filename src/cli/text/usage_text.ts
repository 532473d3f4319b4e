import { costText, tokensText } from '../../core/text/cost_text.ts';
import type { UsageSum } from '../../protocol/usage.ts';

/** `1.2 M tokens read (900 k from cache), 34 k written; 2.10 $`. */
export function usageText(usage: UsageSum): string {
  return `${tokensText(usage)}; ${costText(usage) ?? 'cost unknown'}`;
}
