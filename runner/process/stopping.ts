import type { CancellationSignals } from './cancellation.ts';
import { type Clock, pause } from './clock.ts';
import type { StopCause } from './ended.ts';
import { killAll, terminate } from './kill_tree.ts';
import type { ProcessTree } from './process_tree.ts';

/** How long to wait for processes to die of SIGKILL. */
export const KILL_PATIENCE_MS = 5000;
/** How long output may stay open after the command itself has ended, before what holds it is killed. */
const OUTPUT_CLOSE_MS = 1000;
/** How often to look for processes that are about to come or go. */
const LOOK_AGAIN_MS = 10;

type StoppingOptions = {
  readonly cancel: CancellationSignals;
  readonly timeoutMs?: number;
  readonly graceMs: number;
  readonly clock: Clock;
};

/**
 * The stopping of one command, by timeout or cancellation: SIGTERM to its tree, after the grace SIGKILL. The first
 * cause counts; a second, more urgent request only shortens the grace.
 */
export class Stopping {
  /** Why the command was stopped before it ended by itself. */
  cause: StopCause | undefined;
  /** Resolves when the tree is being killed. */
  readonly killRequested: Promise<void>;
  /** Resolves when even SIGKILL did not end the command in time, so that nobody waits for it for ever. */
  readonly abandoned: Promise<{ exitCode: number; signal: NodeJS.Signals }>;

  readonly #tree: ProcessTree;
  readonly #options: StoppingOptions;
  readonly #finished = new AbortController();
  readonly #kill = Promise.withResolvers<void>();
  readonly #abandon = Promise.withResolvers<{ exitCode: number; signal: NodeJS.Signals }>();
  #commandRuns = true;
  #killing = false;
  #callOffTimer: () => void = () => {};

  constructor(tree: ProcessTree, options: StoppingOptions) {
    this.#tree = tree;
    this.#options = options;
    this.killRequested = this.#kill.promise;
    this.abandoned = this.#abandon.promise;
    const { cancel, clock, timeoutMs } = options;
    if (timeoutMs !== undefined) {
      this.#callOffTimer = clock.after(timeoutMs, () => this.#stop({ how: 'timed_out', timeoutMs }));
    }
    const { signal } = this.#finished;
    const reason = (): string => String(cancel.stopping.reason ?? cancel.killing.reason);
    const stop = (): void => this.#stop({ how: 'canceled', mode: 'graceful', reason: reason() });
    const kill = (): void => this.#cancelAtOnce(reason());
    cancel.stopping.addEventListener('abort', stop, { once: true, signal });
    cancel.killing.addEventListener('abort', kill, { once: true, signal });
    if (cancel.killing.aborted) kill();
    else if (cancel.stopping.aborted) stop();
  }

  /** Kills the tree now, for whatever reason. */
  kill(): void {
    if (this.#killing) return;
    this.#killing = true;
    this.#callOffTimer();
    this.#kill.resolve();
    void this.#killTree();
  }

  /** The command itself has ended. It can no longer time out; what it left behind gets a bounded time. */
  commandEnded(): void {
    this.#commandRuns = false;
    if (this.cause !== undefined) return;
    this.#callOffTimer();
    this.#callOffTimer = this.#options.clock.after(OUTPUT_CLOSE_MS, () => this.kill());
  }

  /** Resolves when the rest of a tree that was asked to end has ended; at once where nobody was asked. */
  async othersEnded(): Promise<void> {
    while (this.cause !== undefined && !this.#killing && this.#tree.members().length > 0) {
      await pause(this.#options.clock, LOOK_AGAIN_MS);
    }
  }

  /** Everything is over; timers and listeners go. */
  release(): void {
    this.#finished.abort();
    this.#callOffTimer();
  }

  #stop(cause: StopCause): void {
    if (this.cause !== undefined || !this.#commandRuns || this.#killing) return;
    this.cause = cause;
    this.#callOffTimer();
    this.#callOffTimer = this.#options.clock.after(this.#options.graceMs, () => this.kill());
    void this.#terminate();
  }

  #cancelAtOnce(reason: string): void {
    const isTimeout = this.cause?.how === 'timed_out';
    if (this.#commandRuns && !isTimeout) this.cause = { how: 'canceled', mode: 'immediate', reason };
    this.kill();
  }

  /** A namespace that is still being set up has nobody in it to ask; asking is repeated until there is somebody. */
  async #terminate(): Promise<void> {
    while (this.#commandRuns && !this.#killing && terminate(this.#tree) === 0) {
      await pause(this.#options.clock, LOOK_AGAIN_MS);
    }
  }

  async #killTree(): Promise<void> {
    const leftAlive = await killAll(this.#tree, this.#options.clock, KILL_PATIENCE_MS);
    if (leftAlive > 0) this.#abandon.resolve({ exitCode: 0, signal: 'SIGKILL' });
  }
}
