import type { Amounts, RunBudget } from '../../protocol/usage.ts';
import type { BudgetFields } from './budget_fields.ts';

/** What a run may use; null: no bound of that kind. */
export function limitsOf({ budgetMicros, budgetTokens }: BudgetFields): Amounts {
  return { costMicros: budgetMicros, tokens: budgetTokens };
}

/** The same with how it stands; null: nothing bounds the run. */
export function budgetOfRun(run: BudgetFields): RunBudget | null {
  if (run.budgetMicros === null && run.budgetTokens === null) return null;
  return { ...limitsOf(run), stage: run.budgetStage };
}
