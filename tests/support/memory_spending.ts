import { attemptIsLive } from '../../src/core/attempt/attempt_state.ts';
import type { BudgetKeeping } from '../../src/core/decide/budget_keeping.ts';
import type { QuestionRecord } from '../../src/core/question/question_record.ts';
import type { AttemptRecord, RunRecord, TaskRecord } from '../../src/core/records.ts';
import { isInterruption } from '../../src/core/retry/failure_policy.ts';
import type { Candidate } from '../../src/core/slices.ts';
import { type Bounded, partSpent } from '../../src/core/usage/bounded.ts';
import { estimateUsage, forecastUsage } from '../../src/core/usage/estimate_usage.ts';
import { monthOf } from '../../src/core/usage/month_of.ts';
import {
  HISTORY_ATTEMPTS,
  type UsageHistory,
  type UsageOf,
  type UsageSample,
} from '../../src/core/usage/usage_history.ts';
import { countedTokens, type PricedUsage, type Used } from '../../src/protocol/usage.ts';
import { openQuestionsOfRun } from './memory_questions.ts';
import { pair, type Tables } from './memory_tables.ts';

/** What the newest attempts of an agent in a role used, those that came to their own end. */
export function samplesOf({ runs, tasks, attempts, usage }: Tables, of: UsageOf): readonly UsageSample[] {
  return [...attempts.values()]
    .filter(({ run, agent }) => runs.get(run)?.repository === of.repository && agent === of.agent)
    .filter(({ task }) => tasks.get(task)?.routing.role === of.role)
    .filter(({ state }) => ['succeeded', 'failed', 'timed_out'].includes(state))
    .filter(({ failure }) => !isInterruption(failure?.class ?? null))
    .toSorted((left, right) => right.id.localeCompare(left.id))
    .flatMap(({ id, startedAt, endedAt }) => {
      const used = usage.get(id);
      if (used === undefined) return [];
      const durationMs = startedAt === null || endedAt === null ? 0 : endedAt - startedAt;
      return [{ tokens: countedTokens(used), costMicros: used.costMicros, durationMs }];
    })
    .slice(0, HISTORY_ATTEMPTS);
}

/** What bounds a run; null: nothing does. */
export function boundedRun(tables: Tables, { id, budgetMicros, budgetTokens }: RunRecord): Bounded | null {
  if (budgetMicros === null && budgetTokens === null) return null;
  const { atWork, ...kept } = keptOf(tables, id);
  return { limit: { costMicros: budgetMicros, tokens: budgetTokens }, spent: spentByRun(tables, id), kept, atWork };
}

/** What agents at work in a run have of budgets. */
function keptOf(tables: Tables, id: string): Used & { readonly atWork: number } {
  const atWork = agentsAtWork(tables, id);
  const kept = atWork.map(({ id: attempt, reservedMicros, reservedTokens }) => {
    const used = usedOf(tables.usage.get(attempt));
    return {
      costMicros: Math.max(0, (reservedMicros ?? 0) - used.costMicros),
      tokens: Math.max(0, (reservedTokens ?? 0) - used.tokens),
    };
  });
  return { ...sumOf(kept), atWork: atWork.length };
}

/** What those used before who may do candidates that a budget bounds. */
export function historiesFor(
  tables: Tables,
  candidates: readonly Candidate[],
  runners: readonly string[],
): readonly UsageHistory[] {
  const offered = runners.flatMap((id) => tables.runners.get(id)?.agents.map(({ name }) => name) ?? []);
  const asked = candidates
    .filter(
      ({ run, repository }) =>
        tables.repositoryBudgets.has(repository) ||
        tables.runs.get(run)?.budgetMicros !== null ||
        tables.runs.get(run)?.budgetTokens !== null,
    )
    .flatMap(({ repository, routing: { agents, role } }) => {
      const named = agents.map(({ agent }) => agent);
      return (named.length > 0 ? named : offered).map((agent) => ({ repository, agent, role }));
    });
  const each = new Map(asked.map((of) => [JSON.stringify(of), of]));
  return [...each.values()].map((of) => ({ ...of, samples: samplesOf(tables, of) }));
}

/** What is needed to keep a run within its budget. */
export function budgetKeepingOf(tables: Tables, id: string, now: number): BudgetKeeping | null {
  const run = tables.runs.get(id);
  if (run === undefined) return null;
  const left = leftOf(tables, id);
  const estimates = left.map(({ routing: { agents, role } }) => {
    const of = { repository: run.repository, agent: agents[0]?.agent ?? '', role };
    return estimateUsage(samplesOf(tables, of));
  });
  const open = openQuestionsOfRun(tables, id);
  return {
    run,
    spent: spentByRun(tables, id),
    ofRepository: monthlyBudgets(tables, now)[run.repository] ?? null,
    kept: boundedRun(tables, run)?.kept ?? { costMicros: 0, tokens: 0 },
    atWork: agentsAtWork(tables, id),
    left: left.length,
    forecast: forecastUsage(estimates),
    asked: open.find(isOfBudget) ?? null,
  };
}

/** Running runs most of whose budget is used, of which something is to be done about that. */
export function budgetsDue(tables: Tables, now: number): readonly string[] {
  const monthly = monthlyBudgets(tables, now);
  return [...tables.runs.values()].flatMap((run) => {
    const bounded = boundedRun(tables, run);
    const isAsked = openQuestionsOfRun(tables, run.id).some(isOfBudget);
    if (isAsked && leftOf(tables, run.id).length === 0) return [run.id];
    if (run.state !== 'running' || run.cancel !== null) return [];
    const isUntold = agentsAtWork(tables, run.id).some(({ cancel }) => cancel === null);
    if (isUntold && isSpent(monthly[run.repository])) return [run.id];
    if (bounded === null) return [];
    const part = partSpent(bounded);
    const asks = run.budgetStage === 'open' && part >= 0.8 && leftOf(tables, run.id).length > 0;
    return (part >= 1 ? run.budgetStage !== 'spent' || isUntold : asks) ? [run.id] : [];
  });
}

/** What all plans of repositories may use in the month of `now`, by id, of those that have a budget. */
export function monthlyBudgets(tables: Tables, now: number): Readonly<Record<string, Bounded>> {
  return Object.fromEntries(
    [...tables.repositoryBudgets].map(([repository, limit]) => {
      const those = [...tables.runs.values()].filter((run) => run.repository === repository);
      const kept = those.map((run) => keptOf(tables, run.id));
      const spent = tables.spending.get(pair(repository, monthOf(now))) ?? { costMicros: 0, tokens: 0 };
      const atWork = kept.reduce((sum, one) => sum + one.atWork, 0);
      return [repository, { limit, spent, kept: sumOf(kept), atWork }];
    }),
  );
}

/** Whether all that something may use is used. */
export function isSpent(bounded: Bounded | undefined): boolean {
  return bounded !== undefined && partSpent(bounded) >= 1;
}

/** What a run has used in all. */
export function spentByRun({ usage }: Tables, id: string): Used {
  return sumOf([...usage.values()].filter(({ run }) => run === id).map(usedOf));
}

function isOfBudget({ source, task }: QuestionRecord): boolean {
  return source === 'budget' && task === null;
}

function agentsAtWork({ attempts }: Tables, id: string): readonly AttemptRecord[] {
  return [...attempts.values()].filter(
    ({ run, state, provider }) => run === id && attemptIsLive(state) && provider !== null,
  );
}

function leftOf({ tasks }: Tables, id: string): readonly TaskRecord[] {
  const left: readonly TaskRecord['state'][] = ['pending', 'ready', 'running', 'blocked', 'retrying'];
  return [...tasks.values()].filter(({ run, kind, state }) => run === id && kind === 'agent' && left.includes(state));
}

function usedOf(usage: PricedUsage | undefined): Used {
  return { costMicros: usage?.costMicros ?? 0, tokens: usage === undefined ? 0 : countedTokens(usage) };
}

function sumOf(used: readonly Used[]): Used {
  return {
    costMicros: used.reduce((sum, one) => sum + one.costMicros, 0),
    tokens: used.reduce((sum, one) => sum + one.tokens, 0),
  };
}
