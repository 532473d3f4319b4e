import type { Amounts, BudgetStage } from '../../protocol/usage.ts';
import type { Bounded } from './bounded.ts';
import type { UsageHistory } from './usage_history.ts';

/** What a run stores of its budget: what its agents may use, in millionths of a US dollar and in tokens as they are counted. */
export type BudgetFields = {
  /** null: no bound of that kind. */
  readonly budgetMicros: number | null;
  readonly budgetTokens: number | null;
  readonly budgetStage: BudgetStage;
};

/** What was kept for an attempt of its run's budget when it was handed out, in the same units; null: there was no bound. */
export type ReservedFields = { readonly reservedMicros: number | null; readonly reservedTokens: number | null };

/** The limits of a task itself, where its run or repository has a budget. */
export type TaskLimits = { readonly maxCostMicros: number | null; readonly maxTokens: number | null };

/** Of a run whose tasks may be handed out. */
export type RunBound = {
  /** Tasks that have not ended. */
  readonly openTasks: number;
  /** What its agents may use; null: as much as they need. */
  readonly budget: Bounded | null;
};

/** What handing out work has to know of budgets beside those of runs. */
export type BudgetSlice = {
  /** Of repositories, by id, for the period that is now. */
  readonly repositoryBudgets: Readonly<Record<string, Bounded>>;
  /** What agents used before, of those that may do a candidate which a budget bounds. */
  readonly histories: readonly UsageHistory[];
};

/** The budget with which a run begins. */
export function firstBudget(budget: Amounts | undefined): BudgetFields {
  return { budgetMicros: budget?.costMicros ?? null, budgetTokens: budget?.tokens ?? null, budgetStage: 'open' };
}
