import { Cancellation, type CancellationSignals } from '../process/cancellation.ts';

/** Why an attempt was ended from outside its own work. */
export type EndCause =
  | { readonly kind: 'canceled'; readonly reason: string }
  /** The service gave the attempt up: its work is kept, nothing more is reported. */
  | { readonly kind: 'fenced' }
  | { readonly kind: 'timed_out'; readonly message: string }
  /** It has asked a person, and waits for the answer no longer. */
  | { readonly kind: 'blocked'; readonly message: string }
  /** The agent made no progress for too long. */
  | { readonly kind: 'idle'; readonly message: string }
  /** The task has reached what it may use, or the attempt what was left to it of its run's budget. */
  | { readonly kind: 'over_budget'; readonly class: 'budget' | 'run_budget'; readonly message: string }
  /** The lease could not be renewed in time. */
  | { readonly kind: 'lease_lost' }
  | { readonly kind: 'shutdown' };

/** How urgently: processes are asked to end first, or killed at once. */
export type EndMode = 'graceful' | 'immediate';

/** The one switch that ends an attempt, and what remembers why. */
export class AttemptControl {
  readonly #cancellation = new Cancellation();
  #cause: EndCause | undefined;
  /** What was wanted of the agent or the task's commands is done; commit, verification and push are the runner's own. */
  workIsDone = false;

  /** What the attempt's commands and git listen to. */
  get signals(): CancellationSignals {
    return this.#cancellation;
  }

  /** Why the attempt ends; undefined while nobody ended it. */
  get cause(): EndCause | undefined {
    return this.#cause;
  }

  /** Ends the attempt. The first cause stays, but for `fenced`, which forbids any report whatever came before. */
  end(cause: EndCause, mode: EndMode): void {
    if (this.#cause === undefined || cause.kind === 'fenced') this.#cause = cause;
    if (mode === 'immediate') this.#cancellation.immediate(cause.kind);
    else this.#cancellation.graceful(cause.kind);
  }
}
