import { keepBudget as decideKeeping } from '../../core/decide/keep_budget.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';

/** Asks for more where most of a run's budget is used, and stops its agents where all of it is. */
export function keepBudget(deps: ServiceDependencies, run: string): Promise<null> {
  return commit(deps, 'keep_budget', async (read) => {
    const slice = await read.budgetKeeping(run, deps.clock.now());
    return slice === null ? nothing(null) : decideKeeping(slice, surroundings(deps));
  });
}

/** The same for all runs of which it is due, at most `atMost`. Says whether there may be more. */
export async function keepBudgets(deps: ServiceDependencies, atMost: number): Promise<boolean> {
  const due = await deps.store.due.budgetsDue(deps.clock.now(), atMost);
  for (const run of due) await keepBudget(deps, run);
  return due.length === atMost;
}
