/** Why something is cancelled, in one sentence for the log. */
export type CancelReason = string;

/**
 * What whoever carries out the work listens to. `stopping` is aborted first and asks for an orderly end; `killing` asks
 * for an end now and implies `stopping`. The `reason` of both signals is a {@link CancelReason}.
 */
export type CancellationSignals = { readonly stopping: AbortSignal; readonly killing: AbortSignal };

/** A request to stop that can only get more urgent: nothing, then graceful, then immediate. Repeating it changes nothing. */
export class Cancellation implements CancellationSignals {
  readonly stopping: AbortSignal;
  readonly killing: AbortSignal;
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();

  /** @param parent whose cancellation is also this one's: a runner's stop reaches every attempt, an attempt's every command. */
  constructor(parent?: CancellationSignals) {
    this.stopping = parent === undefined ? this.#stop.signal : AbortSignal.any([this.#stop.signal, parent.stopping]);
    this.killing = parent === undefined ? this.#kill.signal : AbortSignal.any([this.#kill.signal, parent.killing]);
  }

  /** Asks processes to end by themselves (SIGTERM); what is left after the grace is killed. */
  graceful(reason: CancelReason): void {
    this.#stop.abort(reason);
  }

  /** Ends everything at once (SIGKILL). */
  immediate(reason: CancelReason): void {
    // In this order: who listens to both sends no SIGTERM to what it kills anyway.
    this.#kill.abort(reason);
    this.#stop.abort(reason);
  }
}

/** For work that nothing cancels. */
export const neverCancelled: CancellationSignals = new Cancellation();
