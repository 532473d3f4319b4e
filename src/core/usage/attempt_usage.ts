import type { PricedUsage } from '../../protocol/usage.ts';

/** What one attempt of a task has used, as it is stored. */
export type AttemptUsage = PricedUsage & { readonly attempt: string };

/** What attempts have used, with what is known of one of them now in place of what was known before. */
export function withUsage(known: readonly AttemptUsage[], now: AttemptUsage): readonly AttemptUsage[] {
  return [...known.filter(({ attempt }) => attempt !== now.attempt), now];
}
