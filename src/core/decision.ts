import type { Change } from './changes.ts';
import type { NewEffect } from './effects/new_effect.ts';
import type { NewEvent } from './events.ts';

/** What core decided: all of it is committed together, or nothing. */
export type Decision<Result> = {
  readonly changes: readonly Change[];
  readonly events: readonly NewEvent[];
  readonly effects: readonly NewEffect[];
  readonly result: Result;
};

/** What a decision may need from outside, passed in. */
export type Surroundings = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** A number in [0, 1). */
  readonly random: () => number;
};

/** A decision that changes nothing. */
export function nothing<Result>(result: Result): Decision<Result> {
  return { changes: [], events: [], effects: [], result };
}

/** Collects the parts of a decision in the order they are thought of. */
export class DecisionBuilder {
  readonly changes: Change[] = [];
  readonly events: NewEvent[] = [];
  readonly effects: NewEffect[] = [];

  change(...changes: readonly Change[]): this {
    this.changes.push(...changes);
    return this;
  }

  event(...events: readonly NewEvent[]): this {
    this.events.push(...events);
    return this;
  }

  effect(...effects: readonly NewEffect[]): this {
    this.effects.push(...effects);
    return this;
  }

  /** All of another decision but its result. */
  take({ changes, events, effects }: Pick<Decision<unknown>, 'changes' | 'events' | 'effects'>): this {
    return this.change(...changes)
      .event(...events)
      .effect(...effects);
  }

  result<Result>(result: Result): Decision<Result> {
    return { changes: this.changes, events: this.events, effects: this.effects, result };
  }
}
