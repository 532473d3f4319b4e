import { attemptIsLive } from '../../src/core/attempt/attempt_state.ts';
import type { AttemptRecord } from '../../src/core/records.ts';
import type { Tables } from '../support/memory_tables.ts';

/** What interrupted attempts left is not forgotten, and an agent does not do it again. */
export class KeptInvariants {
  /** What each attempt is known to have left, as of the check before. */
  #left = new Map<string, string>();
  readonly #seen = new Set<string>();

  violations({ attempts, tasks }: Tables): readonly string[] {
    const wrong: string[] = [];
    const rows = [...attempts.values()];
    for (const attempt of rows) {
      const before = this.#left.get(attempt.id);
      const isBack = attempt.state !== 'lost' && attempt.failure?.kept === undefined;
      if (before !== undefined && leftBy(attempt) !== before && !isBack) {
        wrong.push(`What attempt ${attempt.number} of ${attempt.task} left, ${before}, is not known any more.`);
      }
      if (this.#seen.has(attempt.id)) continue;
      this.#seen.add(attempt.id);
      if (attempt.request.work.kind !== 'agent') continue;
      const work = this.#toGoOnFrom(attempt, rows);
      const { continueFrom } = attempt.request.startingPoint;
      if (work !== null && continueFrom?.commit !== work) {
        const key = tasks.get(attempt.task)?.key;
        wrong.push(`Attempt ${attempt.number} of ${key} goes on from ${continueFrom?.commit}, and not from ${work}.`);
      }
    }
    this.#left = new Map(rows.flatMap((row) => [[row.id, leftBy(row)] as const].filter(isKnown)));
    return wrong;
  }

  /** What the newest interrupted attempt before left, if it was known at the check before; null: nothing is certain. */
  #toGoOnFrom(attempt: AttemptRecord, rows: readonly AttemptRecord[]): string | null {
    const earlier = rows.filter(({ task, number }) => task === attempt.task && number < attempt.number);
    for (const row of earlier.sort((left, right) => right.number - left.number)) {
      if (attemptIsLive(row.state)) return null;
      const isInterrupted = row.failure?.class === 'lost' || row.failure?.class === 'transient';
      if (!isInterrupted && row.startedAt !== null) return null;
      const commit = leftBy(row);
      if (isInterrupted && commit !== undefined) return this.#left.get(row.id) === commit ? commit : null;
    }
    return null;
  }
}

function leftBy({ base, outcome, failure }: AttemptRecord): string | undefined {
  return base === null ? undefined : (outcome?.commit ?? failure?.kept?.commit);
}

function isKnown(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined;
}
