import type { AgentSession } from '../../../src/protocol/agent_session.ts';
import type { Clock } from '../../process/clock.ts';
import { isFenced } from '../../service/service_error.ts';

/** How long an agent is kept waiting for its first words while the service does not take its conversation's id. */
const PATIENCE_MS = 5_000;

/** What the gate is made of. */
export type GateParts = {
  readonly clock: Clock;
  /** To the agent. */
  readonly write: (text: string) => void;
  /** Tells the service, until it is taken; rejects with `ServiceError`, or when `signal` aborts. */
  readonly report: (session: AgentSession, signal: AbortSignal) => Promise<void>;
  /** The service gave the attempt up. */
  readonly onFenced: () => void;
  /** Nothing is reported any more. */
  readonly signal: AbortSignal;
};

/**
 * What is said to an agent goes through it: from when its conversation's id is known it is held back until the service has that
 * id, so that it is stored before the first tool runs. An agent waits for that a few seconds at most; the report goes on.
 */
export class SessionGate {
  readonly #parts: GateParts;
  readonly #closed = new AbortController();
  #heldBack: string[] | undefined;
  #known: string | undefined;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  say(text: string): void {
    if (this.#heldBack === undefined) this.#parts.write(text);
    else this.#heldBack.push(text);
  }

  /** The conversation is this one. Saying so again is no news. */
  know(session: AgentSession): void {
    if (session.id === this.#known) return;
    this.#known = session.id;
    this.#heldBack ??= [];
    const { clock, report, onFenced, signal } = this.#parts;
    const callOff = clock.after(PATIENCE_MS, () => this.#letGo());
    report(session, AbortSignal.any([signal, this.#closed.signal]))
      .catch((error: unknown) => {
        if (isFenced(error)) onFenced();
      })
      .finally(() => {
        callOff();
        this.#letGo();
      });
  }

  /** The agent has ended: its end tells the service the rest. */
  close(): void {
    this.#closed.abort();
  }

  #letGo(): void {
    const texts = this.#heldBack ?? [];
    this.#heldBack = undefined;
    for (const text of texts) this.#parts.write(text);
  }
}
