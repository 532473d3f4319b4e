import type { RunnerRecord } from '../../core/records.ts';
import type { Candidate } from '../../core/slices.ts';
import { isAgents } from '../../core/task/hidden_task.ts';
import type { Bounded } from '../../core/usage/bounded.ts';
import type { BudgetSlice } from '../../core/usage/budget_fields.ts';
import type { Amounts, Used } from '../../protocol/usage.ts';
import type { MonthlyBudget } from './budgets.ts';
import type { Snapshots } from './query.ts';
import { usageHistory } from './usage_history.ts';

/** A run whose tasks may be handed out, with what bounds it and what it has used. */
type RunAtWork = { readonly id: string; readonly limit: Amounts; readonly spent: Used };

/** What agents at work in a run have of its budget. */
type Kept = Used & { readonly run: string; readonly repository: string; readonly atWork: number };

type Standing = {
  readonly runs: readonly RunAtWork[];
  readonly kept: readonly Kept[];
  readonly monthly: readonly MonthlyBudget[];
};

/** What handing out work has to know of budgets: nothing more is read unless one of the candidates is bounded by one. */
export async function leaseBudgets(
  read: Snapshots,
  candidates: readonly Candidate[],
  runners: readonly Pick<RunnerRecord, 'agents'>[],
  { runs, kept, monthly }: Standing,
): Promise<BudgetSlice & { readonly ofRun: ReadonlyMap<string, Bounded> }> {
  const keptOf = Map.groupBy(kept, ({ run }) => run);
  const wanted = new Set(candidates.map(({ run }) => run));
  const bounded = runs.filter(
    ({ id, limit }) => wanted.has(id) && (limit.costMicros !== null || limit.tokens !== null),
  );
  const ofRun = new Map(
    bounded.map(({ id, limit, spent }) => [id, boundedBy(limit, spent, ...(keptOf.get(id) ?? []))] as const),
  );
  const ofRepository = new Map(
    monthly.map(({ repository, limit, spent }) => {
      const those = kept.filter((row) => row.repository === repository);
      return [repository, boundedBy(limit, spent, ...those)] as const;
    }),
  );
  const offered = runners.flatMap(({ agents }) => agents.map(({ name }) => name));
  const asked = candidates
    .filter(({ run, repository, kind }) => isAgents(kind) && (ofRun.has(run) || ofRepository.has(repository)))
    .flatMap(({ repository, routing: { agents, role } }) => {
      const named = agents.map(({ agent }) => agent);
      return (named.length > 0 ? named : offered).map((agent) => ({ repository, agent, role }));
    });
  const each = new Map(asked.map((of) => [JSON.stringify(of), of]));
  const histories = each.size === 0 ? [] : (await read.all(usageHistory([...each.values()])))[0];
  return { ofRun, repositoryBudgets: Object.fromEntries(ofRepository), histories };
}

/** What bounds a run or a repository, with what agents at work in it have of that. */
function boundedBy(limit: Amounts, spent: Used, ...kept: readonly Kept[]): Bounded {
  const sum = (of: (row: Kept) => number) => kept.reduce((all, row) => all + of(row), 0);
  const ofKinds = { costMicros: sum(({ costMicros }) => costMicros), tokens: sum(({ tokens }) => tokens) };
  return { limit, spent, kept: ofKinds, atWork: sum(({ atWork }) => atWork) };
}
