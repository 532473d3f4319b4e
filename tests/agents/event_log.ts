import type { AgentEvent } from '../../runner/agents/agent_event.ts';

/** The events as they come, and who waits for them. */
export class EventLog {
  readonly events: AgentEvent[] = [];
  readonly #waiting = new Set<{
    readonly kind: string;
    readonly take: (event: AgentEvent) => void;
    readonly give: () => void;
  }>();
  #isOver = false;

  add(event: AgentEvent): void {
    this.events.push(event);
    for (const one of [...this.#waiting].filter(({ kind }) => kind === event.kind)) {
      this.#waiting.delete(one);
      one.take(event);
    }
  }

  /** The first of its kind, of those that came and those that come. Rejects where the agent ends without one. */
  first<Kind extends AgentEvent['kind']>(kind: Kind): Promise<Extract<AgentEvent, { kind: Kind }>> {
    const { promise, resolve, reject } = Promise.withResolvers<Extract<AgentEvent, { kind: Kind }>>();
    const take = (event: AgentEvent): void => resolve(event as Extract<AgentEvent, { kind: Kind }>);
    const give = (): void => reject(new Error(`The agent ended without ${kind}: ${JSON.stringify(this.events)}`));
    const came = this.events.find((event) => event.kind === kind);
    if (came !== undefined) take(came);
    else if (this.#isOver) give();
    else this.#waiting.add({ kind, take, give });
    return promise;
  }

  close(): void {
    this.#isOver = true;
    for (const { give } of this.#waiting) give();
  }
}
