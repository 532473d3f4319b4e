import { attemptIsLive } from '../../src/core/attempt/attempt_state.ts';
import type { BreakerRecord } from '../../src/core/breaker/breaker.ts';
import type { AttemptRecord } from '../../src/core/records.ts';
import type { Tables } from '../support/memory_tables.ts';

/** Nobody but one probe gets an agent that rests. */
export class BreakerInvariants {
  /** The version of each open breaker as it was seen last, and all attempts that were there then. */
  #rested = new Map<string, number>();
  readonly #known = new Set<string>();

  violations(tables: Tables, wasRevived: (attempt: AttemptRecord) => boolean): readonly string[] {
    const attempts = [...tables.attempts.values()];
    const wrong = [...tables.breakers.values()].flatMap((breaker) => {
      const given = attempts.filter(
        ({ runner, request: { work } }) =>
          runner === breaker.runner && work.kind === 'agent' && work.provider === breaker.provider,
      );
      const { state, probe } = breaker;
      if (state === 'open') return this.#checkOpen(breaker, given);
      return state === 'half_open' && probe !== null ? checkProbe(tables, probe, given, wasRevived) : [];
    });
    for (const { id } of attempts) this.#known.add(id);
    const open = [...tables.breakers].filter(([, { state }]) => state === 'open');
    this.#rested = new Map(open.map(([key, { version }]) => [key, version]));
    return wrong;
  }

  /** One that was open already and has not changed since let nobody through meanwhile. */
  #checkOpen({ runner, provider, version }: BreakerRecord, given: readonly AttemptRecord[]): readonly string[] {
    if (this.#rested.get(`${runner} ${provider}`) !== version) return [];
    return given.filter(({ id }) => !this.#known.has(id)).map(({ id }) => `${id} got ${provider}, which rests.`);
  }
}

function checkProbe(
  { attempts }: Tables,
  probe: string,
  given: readonly AttemptRecord[],
  wasRevived: (attempt: AttemptRecord) => boolean,
): readonly string[] {
  const since = attempts.get(probe)?.leasedAt ?? Number.POSITIVE_INFINITY;
  return given
    .filter((attempt) => attempt.id !== probe && attempt.leasedAt >= since && attemptIsLive(attempt.state))
    .filter((attempt) => !wasRevived(attempt))
    .map(({ id }) => `${id} is at work beside the probe ${probe}.`);
}
