import type { Amounts, Used } from '../../protocol/usage.ts';
import type { Candidate, LeaseSlice } from '../slices.ts';
import { isAgents } from '../task/hidden_task.ts';
import { type Bounded, KINDS, type Kind, partSpent } from '../usage/bounded.ts';
import { estimateFor } from '../usage/estimate_usage.ts';
import type { Obstacle } from './obstacle.ts';

/** What an attempt gets of budgets. */
export type Grant = {
  /** Kept for it, so that no other gets it; null: of that kind there is no budget. */
  readonly reserved: Amounts;
  /** All that it may use: what is kept for it, and what was kept for nobody. */
  readonly share: Amounts;
};

type Bound = Bounded & { readonly of: 'run' | 'repository' };
type Taken = { kept: Used; atWork: number };

/** What an attempt gets that nothing bounds. */
export const UNBOUNDED: Grant = {
  reserved: { costMicros: null, tokens: null },
  share: { costMicros: null, tokens: null },
};

/** What is left of budgets while picking goes on. Agents alone use some. */
export class BudgetRoom {
  readonly #slice: Pick<LeaseSlice, 'runs' | 'repositoryBudgets' | 'histories' | 'runners'>;
  /** What this picking took, by run or repository. */
  readonly #taken = new Map<string, Taken>();

  constructor(slice: Pick<LeaseSlice, 'runs' | 'repositoryBudgets' | 'histories' | 'runners'>) {
    this.#slice = slice;
  }

  /**
   * What the candidate would get now. What it needs is its own limit, else what most attempts of its agents used in the
   * repository, else its part of what is left, all open tasks alike. With nothing else at work it may have what is left, however
   * little that is.
   */
  grant(candidate: Candidate): Grant | Extract<Obstacle, `${string}budget_${string}`> {
    const bounds = isAgents(candidate.kind) ? this.#boundsOf(candidate) : [];
    if (bounds.length === 0) return UNBOUNDED;
    const spent = bounds.find((bound) => partSpent(bound) >= 1);
    if (spent !== undefined) return spent.of === 'run' ? 'budget_spent' : 'repository_budget_spent';
    const reserved: Record<Kind, number | null> = { costMicros: null, tokens: null };
    const share: Record<Kind, number | null> = { costMicros: null, tokens: null };
    for (const kind of KINDS) {
      const ofKind = bounds.filter(({ limit }) => limit[kind] !== null);
      if (ofKind.length === 0) continue;
      const left = Math.min(...ofKind.map(({ limit, spent, kept }) => (limit[kind] ?? 0) - spent[kind] - kept[kind]));
      const isAlone = ofKind.every(({ atWork }) => atWork === 0);
      const needed = this.#needs(candidate, kind, left);
      if (left <= 0 || (needed > left && !isAlone)) return 'budget_kept';
      reserved[kind] = Math.min(needed, left);
      share[kind] = left;
    }
    return { reserved, share };
  }

  /** Gives it to the candidate: nobody else gets what is kept for that. */
  take(candidate: Candidate): Grant {
    const grant = this.grant(candidate);
    if (typeof grant === 'string') throw new Error(`There is no budget for ${candidate.key}: ${grant}.`);
    const { run, repository } = candidate;
    const { reserved } = grant;
    for (const subject of [run, repository]) {
      const before = this.#taken.get(subject) ?? { kept: { costMicros: 0, tokens: 0 }, atWork: 0 };
      const kept = {
        costMicros: before.kept.costMicros + (reserved.costMicros ?? 0),
        tokens: before.kept.tokens + (reserved.tokens ?? 0),
      };
      this.#taken.set(subject, { kept, atWork: before.atWork + 1 });
    }
    return grant;
  }

  #boundsOf({ run, repository }: Candidate): readonly Bound[] {
    const ofRun = this.#slice.runs[run]?.budget ?? null;
    const ofRepository = this.#slice.repositoryBudgets[repository] ?? null;
    return [
      ...(ofRun === null ? [] : [{ ...this.#withTaken(run, ofRun), of: 'run' as const }]),
      ...(ofRepository === null ? [] : [{ ...this.#withTaken(repository, ofRepository), of: 'repository' as const }]),
    ];
  }

  #withTaken(subject: string, bounded: Bounded): Bounded {
    const taken = this.#taken.get(subject);
    if (taken === undefined) return bounded;
    const kept = {
      costMicros: bounded.kept.costMicros + taken.kept.costMicros,
      tokens: bounded.kept.tokens + taken.kept.tokens,
    };
    return { ...bounded, kept, atWork: bounded.atWork + taken.atWork };
  }

  #needs(candidate: Candidate, kind: Kind, left: number): number {
    const own = kind === 'costMicros' ? candidate.maxCostMicros : candidate.maxTokens;
    const needed = own ?? this.#usual(candidate, kind) ?? this.#part(candidate, left);
    return Math.max(1, needed);
  }

  /** What most attempts of those who may do it used; null: nothing is known of any. */
  #usual({ repository, routing }: Candidate, kind: Kind): number | null {
    const named = routing.agents.map(({ agent }) => agent);
    const offered = this.#slice.runners.flatMap(({ runner }) => runner.agents.map(({ name }) => name));
    const usual = (named.length > 0 ? named : offered).flatMap(
      (agent) => estimateFor(this.#slice.histories, { repository, agent, role: routing.role })[kind]?.high ?? [],
    );
    return usual.length === 0 ? null : Math.max(...usual);
  }

  #part({ run }: Candidate, left: number): number {
    const atWork = (this.#slice.runs[run]?.running ?? 0) + (this.#taken.get(run)?.atWork ?? 0);
    const waiting = Math.max(1, (this.#slice.runs[run]?.openTasks ?? 1) - atWork);
    return Math.floor(left / waiting);
  }
}
