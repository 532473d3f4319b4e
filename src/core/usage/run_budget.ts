import type { RunBudget } from '../../protocol/usage.ts';
import type { BudgetFields } from './budget_fields.ts';

/** What a run may use, and how that stands; null: as much as it needs. */
export function budgetOfRun({ budgetMicros, budgetTokens, budgetStage }: BudgetFields): RunBudget | null {
  if (budgetMicros === null && budgetTokens === null) return null;
  return { costMicros: budgetMicros, tokens: budgetTokens, stage: budgetStage };
}
