import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { ORCHESTRATOR_SLOTS, type Slot } from '../../src/protocol/slot.ts';
import type { Usage } from '../../src/protocol/usage.ts';
import type { AttemptControl } from '../attempt/attempt_control.ts';
import type { LeaseDeadline } from './lease_deadline.ts';

/** One attempt that this runner holds, from its lease to its acknowledged end. */
export type RunningAttempt = {
  readonly slot: Slot;
  readonly request: ExecutionRequest;
  readonly control: AttemptControl;
  readonly deadline: LeaseDeadline;
  /** The newest line from `planwright-tool progress`. */
  progress: string | undefined;
  /** What its agent has used by now, and what of that the service was told. */
  usage: Usage | undefined;
  toldUsage: Usage | undefined;
};

/** What this runner has at work, bounded by its slots of each kind. */
export class RunningAttempts {
  readonly #slots: Readonly<Record<Slot, number>>;
  readonly #attempts = new Map<string, RunningAttempt>();
  #waiters: (() => void)[] = [];

  /** @param slots for tasks, beside that for orchestrators */
  constructor(slots: number) {
    this.#slots = { task: slots, orchestrator: ORCHESTRATOR_SLOTS };
  }

  free(slot: Slot): number {
    const taken = this.all().filter((attempt) => attempt.slot === slot).length;
    return Math.max(0, this.#slots[slot] - taken);
  }

  /** Of all slots. */
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
