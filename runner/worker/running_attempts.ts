import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { Usage } from '../../src/protocol/usage.ts';
import type { AttemptControl } from '../attempt/attempt_control.ts';
import type { LeaseDeadline } from './lease_deadline.ts';

/** One attempt that this runner holds, from its lease to its acknowledged end. */
export type RunningAttempt = {
  readonly request: ExecutionRequest;
  readonly control: AttemptControl;
  readonly deadline: LeaseDeadline;
  /** The newest line from `planwright-tool progress`. */
  progress: string | undefined;
  /** What its agent has used by now, and what of that the service was told. */
  usage: Usage | undefined;
  toldUsage: Usage | undefined;
};

/** What this runner has at work, bounded by its slots. */
export class RunningAttempts {
  readonly #slots: number;
  readonly #attempts = new Map<string, RunningAttempt>();
  #waiters: (() => void)[] = [];

  constructor(slots: number) {
    this.#slots = slots;
  }

  get free(): number {
    return Math.max(0, this.#slots - this.#attempts.size);
  }

  get size(): number {
    return this.#attempts.size;
  }

  all(): readonly RunningAttempt[] {
    return [...this.#attempts.values()];
  }

  get(attempt: string): RunningAttempt | undefined {
    return this.#attempts.get(attempt);
  }

  add(attempt: RunningAttempt): void {
    this.#attempts.set(attempt.request.attempt, attempt);
  }

  remove(attempt: string): void {
    this.#attempts.delete(attempt);
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** Resolves when the next attempt ends, or `signal` aborts. */
  nextEnd(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#waiters.push(end);
      signal.addEventListener('abort', end);
    });
  }
}
