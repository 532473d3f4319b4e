import { budgetShownText, type OfRepository, stillSpentText } from '../../core/commands/budget_shown_text.ts';
import type { RunRecord } from '../../core/records.ts';
import { monthOf } from '../../core/usage/month_of.ts';
import { changeBudget } from '../commands/change_budget.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome, WithRun } from './order.ts';

/** `/planwright budget`: sets what the run may use, adds to it, or shows it. */
export async function budgetCommand(occasion: Occasion, order: WithRun<'budget'>): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  const { run, command, also } = order;
  if (command.argument === null) {
    const spent = await deps.store.read.spentByRun(run.id);
    return { kind: 'taken', reply: budgetShownText(run, spent, await ofRepository(occasion, run)) };
  }
  const limit = await changeBudget(deps, run.id, { order: command.argument, by: sender.login }, also);
  const spent = await deps.store.read.spentByRun(run.id);
  const missing = stillSpentText(limit, spent, await ofRepository(occasion, run));
  return { kind: 'taken', show: run.id, ...(missing === null ? {} : { reply: missing }) };
}

async function ofRepository({ deps }: Occasion, { repository }: RunRecord): Promise<OfRepository | null> {
  const now = deps.clock.now();
  const found = await deps.store.read.repositoryBudget(repository, now);
  return found === null ? null : { ...found, month: monthOf(now) };
}
