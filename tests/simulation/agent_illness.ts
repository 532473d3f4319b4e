import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { FailureClass, Outcome } from '../../src/protocol/outcome.ts';
import type { SeededRandom } from './seeded_random.ts';

type Illness = { readonly kind: 'limit_told' | 'limit' | 'auth'; readonly untilMs: number };

/** How an agent itself fails. */
export type OwnFailure = Pick<
  Extract<Outcome, { kind: 'failed' }>,
  'class' | 'retryAfterMs' | 'failedProvider' | 'action'
>;

/** The agents of runners fall ill and recover: their model takes no more requests, or does not let them in. */
export class AgentIllness {
  readonly #ill = new Map<string, Illness>();
  readonly #random: SeededRandom;
  readonly #now: () => number;

  constructor(random: SeededRandom, now: () => number) {
    this.#random = random;
    this.#now = now;
  }

  /** The agent of a runner falls ill for a while. */
  befall(runner: string): void {
    const kind = this.#random.oneOf(['limit_told', 'limit', 'auth'] as const);
    this.#ill.set(runner, { kind, untilMs: this.#now() + this.#random.between(1_000, 20_000) });
  }

  heal(): void {
    this.#ill.clear();
  }

  /** How the agent fails at this work, for no fault of the task; null: it is well. */
  failureOf(
    runner: string,
    { work }: ExecutionRequest,
    failures: Partial<Record<FailureClass, number>>,
  ): OwnFailure | null {
    const illness = this.#ill.get(runner);
    if (work.kind !== 'agent' || illness === undefined || illness.untilMs <= this.#now()) return null;
    const by = { failedProvider: work.provider, action: 'agent' as const };
    switch (illness.kind) {
      case 'limit_told':
        return { class: 'rate_limit', retryAfterMs: illness.untilMs - this.#now(), ...by };
      case 'limit':
        return { class: 'rate_limit', ...by };
      case 'auth':
        // Twice would be the end of the task.
        return (failures.auth ?? 0) > 0 ? null : { class: 'auth', ...by };
      default:
        return illness.kind satisfies never;
    }
  }
}
