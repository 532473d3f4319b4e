import { availability, type SeenBreaker } from '../breaker/resting.ts';
import type { LeaseSlice } from '../slices.ts';

/** The breakers between tasks that are handed out together and the agents of runners. */
export class WatchedAgents {
  readonly #breakers: ReadonlyMap<string, SeenBreaker>;
  readonly #offers: LeaseSlice['offers'];
  readonly #now: number;
  /** Those that were given their one probe. */
  readonly #probed = new Set<string>();

  /** @param now epoch milliseconds */
  constructor({ breakers, offers }: Pick<LeaseSlice, 'breakers' | 'offers'>, now: number) {
    this.#breakers = new Map(breakers.map((breaker) => [key(breaker.runner, breaker.provider), breaker]));
    this.#offers = offers;
    this.#now = now;
  }

  /** Whether the agent takes no work on this runner now. */
  rests(runner: string, provider: string): boolean {
    const name = key(runner, provider);
    return this.#probed.has(name) || availability(this.#breakers.get(name), this.#now) === 'rests';
  }

  /** Whether it rests on every living runner that offers it. */
  restsEverywhere(provider: string): boolean {
    const offers = this.#offers.filter((offer) => offer.provider === provider);
    return offers.length > 0 && offers.every(({ runner }) => this.rests(runner, provider));
  }

  /** The agent is given work: answers the breaker that this tries out, null where there is none to be tried. */
  take(runner: string, provider: string): SeenBreaker | null {
    const name = key(runner, provider);
    const breaker = this.#breakers.get(name);
    if (breaker === undefined || availability(breaker, this.#now) !== 'once') return null;
    this.#probed.add(name);
    return breaker;
  }

  /** What keeps the agent from working on this runner; undefined: nothing was noted. */
  breaker(runner: string, provider: string): SeenBreaker | undefined {
    return this.#breakers.get(key(runner, provider));
  }
}

function key(runner: string, provider: string): string {
  return `${runner}\n${provider}`;
}
