import type { Change } from '../../core/changes.ts';
import { changeBudget as decideChange } from '../../core/decide/change_budget.ts';
import type { BudgetOrder } from '../../core/plan/read/budget_order.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Amounts } from '../../protocol/usage.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A person sets the budget of a run or adds to it; `also` lands with it. Answers what the run may use then. */
export function changeBudget(
  deps: ServiceDependencies,
  run: string,
  input: { readonly order: BudgetOrder; readonly by: string },
  also: readonly Change[] = [],
): Promise<Amounts> {
  return commit(deps, 'change_budget', async (read) => {
    const record = await read.runById(run);
    if (record === null) throw new Refusal('not_found', 'The run has gone.');
    const asked = (await read.questionsOfRun(run)).find(
      ({ source, task, state }) => source === 'budget' && task === null && state === 'open',
    );
    const slice = { run: record, spent: await read.spentByRun(run), question: asked ?? null };
    return withChanges(decideChange(slice, input, deps.clock.now()), also);
  });
}
