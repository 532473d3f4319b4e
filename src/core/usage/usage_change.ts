import type { Amounts, PricedUsage, RunBudget } from '../../protocol/usage.ts';

/** Changes of what was used. */
export type UsageChange =
  /** What the attempt has used by now, in place of what was known before. */
  | { readonly kind: 'record_usage'; readonly attempt: string; readonly usage: PricedUsage }
  /** The budget of a run, or how it stands, changes; lands only while it is as it was. */
  | { readonly kind: 'set_budget'; readonly run: string; readonly from: RunBudget; readonly to: RunBudget }
  /** What all plans of a repository may use in a month, as its settings say now; null: as much as they need. */
  | { readonly kind: 'keep_repository_budget'; readonly repository: string; readonly budget: Amounts | null }
  /** From now on nothing that the task has used so far counts towards its limits. */
  | { readonly kind: 'renew_budget'; readonly task: string };
