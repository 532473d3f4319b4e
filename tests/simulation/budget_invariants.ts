import { boundedRun, isSpent, monthlyBudgets } from '../support/memory_spending.ts';
import type { Tables } from '../support/memory_tables.ts';

/** No agent begins where a budget was used up before, as long as nobody gave more. */
export class BudgetInvariants {
  readonly #seen = new Set<string>();
  /** The limits of runs and repositories that had used all at the check before. */
  #spent = new Map<string, string>();

  /** @param now epoch milliseconds */
  violations(tables: Tables, now: number): readonly string[] {
    const limits = limitsIn(tables, now);
    const begun = [...tables.attempts.values()].filter(({ id }) => !this.#seen.has(id));
    const wrong = begun
      .filter(({ provider }) => provider !== null)
      .flatMap(({ id, run }) => {
        this.#seen.add(id);
        const subjects = [run, tables.runs.get(run)?.repository ?? ''];
        return subjects.filter((subject) => {
          const before = this.#spent.get(subject);
          return before !== undefined && before === limits.get(subject)?.limit;
        });
      })
      .map((subject) => `An agent began though ${subject} had used all that it may.`);
    this.#spent = new Map([...limits].filter(([, { spent }]) => spent).map(([subject, { limit }]) => [subject, limit]));
    return wrong;
  }
}

function limitsIn(tables: Tables, now: number) {
  const ofRuns = [...tables.runs.values()].map((run) => [run.id, boundedRun(tables, run)] as const);
  const bounded = [...ofRuns, ...Object.entries(monthlyBudgets(tables, now))];
  return new Map(
    bounded.flatMap(([subject, bound]) =>
      bound === null ? [] : [[subject, { limit: JSON.stringify(bound.limit), spent: isSpent(bound) }] as const],
    ),
  );
}
