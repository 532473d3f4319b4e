import type { BudgetKeeping } from '../../core/decide/budget_keeping.ts';
import type { UsageHistory, UsageOf } from '../../core/usage/usage_history.ts';
import type { Amounts, Used } from '../../protocol/usage.ts';

/** What decisions are given of what agents use. */
export type BudgetReader = {
  /** What attempts of each of these used before, in the order asked. */
  readonly usageHistory: (of: readonly UsageOf[]) => Promise<readonly UsageHistory[]>;
  /** What a run has used in all. */
  readonly spentByRun: (run: string) => Promise<Used>;
  /** What all plans of a repository may use in this month, and have used; null: nothing bounds them. */
  readonly repositoryBudget: (
    repository: string,
    now: number,
  ) => Promise<{ readonly limit: Amounts; readonly spent: Used } | null>;
  /** What is needed to keep a run within its budget. */
  readonly budgetKeeping: (run: string, now: number) => Promise<BudgetKeeping | null>;
};
