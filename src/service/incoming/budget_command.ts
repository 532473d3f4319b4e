import { budgetShownText, stillSpentText } from '../../core/commands/budget_shown_text.ts';
import { changeBudget } from '../commands/change_budget.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome, WithRun } from './order.ts';

/** `/planwright budget`: sets what the run may use, adds to it, or shows it. */
export async function budgetCommand({ deps, sender }: Occasion, order: WithRun<'budget'>): Promise<CommandOutcome> {
  const { run, command, also } = order;
  if (command.argument === null) {
    return { kind: 'taken', reply: budgetShownText(run, await deps.store.read.spentByRun(run.id)) };
  }
  const limit = await changeBudget(deps, run.id, { order: command.argument, by: sender.login }, also);
  const missing = stillSpentText(limit, await deps.store.read.spentByRun(run.id));
  return { kind: 'taken', show: run.id, ...(missing === null ? {} : { reply: missing }) };
}
