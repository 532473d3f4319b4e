import type { AgentEvent, AgentUsage } from '../agents/agent_event.ts';
import type { Attempt } from './attempt.ts';
import { usageOf } from './usage_of.ts';

/** Reads off what an agent uses while it works. */
export class UsageMeter {
  readonly #attempt: Pick<Attempt, 'setUsage'>;
  #model: string | null;

  /** @param model that was asked for; null: the agent's own default, which it may tell */
  constructor(attempt: Pick<Attempt, 'setUsage'>, model: string | null) {
    this.#attempt = attempt;
    this.#model = model;
  }

  see(event: AgentEvent): void {
    if (event.kind === 'model') this.#model = event.name;
    if (event.kind === 'usage') this.#note(event.usage);
  }

  /** What the agent said in the end, or had said by then. */
  end(used: AgentUsage): void {
    this.#note(used);
  }

  #note(used: AgentUsage): void {
    const usage = usageOf(used, this.#model);
    if (usage !== null) this.#attempt.setUsage(usage);
  }
}
