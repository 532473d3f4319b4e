import type { AgentDriver, AgentTask } from '../agents/agent_driver.ts';
import { BACKENDS } from '../agents/backends.ts';
import { eventLine } from '../agents/event_line.ts';
import type { Provider } from '../config/runner_config.ts';
import { Cancellation } from '../process/cancellation.ts';
import type { CommandInput } from '../process/run_command.ts';
import type { Attempt } from './attempt.ts';
import { formatDuration } from './format_duration.ts';
import { IdleWatch } from './idle_watch.ts';

/** How long an agent whose work is over may take to end by itself. */
const END_GRACE_MS = 2_000;

/** An agent's driver together with the program that it drives. */
export class AgentProgram {
  readonly driver: AgentDriver;
  /** Whether what it prints is told in words, as events. */
  readonly tellsProgress: boolean;
  /** Ends the program, and with the attempt is ended itself. */
  readonly ending: Cancellation;
  /** Whether nothing more is asked of it. */
  isOver = false;
  readonly #idle: IdleWatch | undefined;
  #input: CommandInput | undefined;
  #callOffEnd: () => void = () => {};

  constructor(attempt: Attempt, provider: Provider, task: AgentTask) {
    this.ending = new Cancellation(attempt.control.signals);
    const backend = BACKENDS[provider.transport];
    this.tellsProgress = backend.tellsProgress;
    if (backend.tellsProgress) this.#idle = watchForIdleness(attempt, provider.name);
    this.driver = backend.start(task, {
      emit: (event) => {
        this.#idle?.see(event);
        attempt.conversation.tellEvent(event);
        const line = eventLine(event);
        if (line !== undefined) attempt.log.line(line);
      },
      write: (text) => this.#input?.write(text),
      workIsOver: () => {
        if (this.isOver) return;
        this.isOver = true;
        this.#idle?.end();
        this.#input?.close();
        const { clock } = attempt.surroundings;
        this.#callOffEnd = clock.after(END_GRACE_MS, () => this.ending.graceful('its work is over'));
      },
    });
  }

  /** To be called once: without an input where everything that it reads was given already. */
  begin(input?: CommandInput): void {
    this.#input = input;
    this.driver.begin();
  }

  release(): void {
    this.#idle?.end();
    this.#callOffEnd();
  }
}

/** Ends the attempt, its work kept, when the agent stands still. */
function watchForIdleness({ surroundings, request, control }: Attempt, agent: string): IdleWatch {
  const { idleMs } = request.limits;
  return new IdleWatch(surroundings.clock, idleMs, () => {
    const message = `agent ${agent} did and said nothing for ${formatDuration(idleMs)}`;
    control.end({ kind: 'idle', message }, 'graceful');
  });
}
