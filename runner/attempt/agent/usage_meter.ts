import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { AgentEvent, AgentUsage } from '../../agents/agent_event.ts';
import type { LogShipper } from '../../log/log_shipper.ts';
import type { Attempt } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { isUnpriced, overBudget } from './over_budget.ts';
import { usageOf } from './usage_of.ts';

/** What of an attempt is needed to meter it. */
export type Metered = Pick<Attempt, 'setUsage' | 'control'> & {
  readonly request: Pick<ExecutionRequest, 'limits'>;
  readonly log: Pick<LogShipper, 'line'>;
};

/** Reads off what an agent uses while it works, and ends the attempt where its task or run may use no more. */
export class UsageMeter {
  readonly #attempt: Metered;
  #model: string | null;
  #isWarned = false;

  /**
   * @param model that was asked for; null: the agent's own default, which it may tell
   * @throws AttemptFailure where nothing is left before it begins
   */
  constructor(attempt: Metered, model: string | null) {
    this.#attempt = attempt;
    this.#model = model;
    const over = overBudget(attempt.request.limits.budget, null);
    if (over !== null) throw new AttemptFailure(over.class, over.message);
  }

  /** @param isOver the agent's work is done already: nothing more is saved by ending it */
  see(event: AgentEvent, isOver: boolean): void {
    if (event.kind === 'model') this.#model = event.name;
    if (event.kind === 'usage') this.#note(event.usage, isOver);
  }

  /** What the agent said in the end, or had said by then. */
  end(used: AgentUsage): void {
    this.#note(used, true);
  }

  #note(used: AgentUsage, isOver: boolean): void {
    const usage = usageOf(used, this.#model);
    if (usage === null) return;
    const { control, log, request, setUsage } = this.#attempt;
    const { budget } = request.limits;
    setUsage(usage);
    if (isUnpriced(budget, usage) && !this.#isWarned) {
      this.#isWarned = true;
      log.line(`planwright: a limit of money cannot be kept: nobody knows what ${usage.model ?? 'this model'} costs`);
    }
    const over = isOver ? null : overBudget(budget, usage);
    if (over !== null) control.end({ kind: 'over_budget', ...over }, 'graceful');
  }
}
