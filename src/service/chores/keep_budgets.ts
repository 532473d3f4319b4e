import { keepBudget } from '../../core/decide/keep_budget.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/**
 * Asks for more where most of a run's budget is used, and stops its agents where all of it is; of at most `atMost` runs of which that is
 * due. Says whether there may be more.
 */
export function keepBudgets(deps: ServiceDependencies, atMost?: number): Promise<boolean> {
  const { due } = deps.store;
  return forEachDue(
    (limit) => due.budgetsDue(deps.clock.now(), limit),
    (run) =>
      commit(deps, 'keep_budget', async (read) => {
        const slice = await read.budgetKeeping(run, deps.clock.now());
        return slice === null ? nothing(null) : keepBudget(slice, surroundings(deps));
      }),
    atMost,
  );
}
