import type { AgentSession } from '../../src/protocol/agent_session.ts';
import type { AgentDriver, AgentTask } from '../agents/agent_driver.ts';
import type { AgentEvent } from '../agents/agent_event.ts';
import { NO_USAGE } from '../agents/agent_event.ts';
import { BACKENDS } from '../agents/backends.ts';
import { eventLine } from '../agents/event_line.ts';
import type { Provider } from '../config/runner_config.ts';
import { Cancellation } from '../process/cancellation.ts';
import type { CommandInput } from '../process/run_command.ts';
import { isFenced } from '../worker/service_error.ts';
import type { Attempt } from './attempt.ts';
import { formatDuration } from './format_duration.ts';
import { IdleWatch } from './idle_watch.ts';
import { UsageMeter } from './usage_meter.ts';

/** How long an agent whose work is over may take to end by itself. */
const END_GRACE_MS = 2_000;
/** How long an agent is kept waiting for its first words while the service does not take its conversation's id. */
const SESSION_PATIENCE_MS = 5_000;

/** An agent's driver together with the program that it drives. */
export class AgentProgram {
  readonly driver: AgentDriver;
  /** Whether what it prints is told in words, as events. */
  readonly tellsProgress: boolean;
  /** Ends the program, and with the attempt is ended itself. */
  readonly ending: Cancellation;
  /** Whether nothing more is asked of it. */
  isOver = false;
  /** What it has used. */
  readonly meter: UsageMeter;
  readonly #attempt: Attempt;
  readonly #task: AgentTask;
  readonly #idle: IdleWatch | undefined;
  readonly #released = new AbortController();
  #input: CommandInput | undefined;
  /** What is said to the program once its conversation is stored; undefined: it need not wait. */
  #heldBack: string[] | undefined;
  #session: string | undefined;
  #callOffEnd: () => void = () => {};

  constructor(attempt: Attempt, provider: Provider, task: AgentTask) {
    this.#attempt = attempt;
    this.#task = task;
    this.ending = new Cancellation(attempt.control.signals);
    this.meter = new UsageMeter(attempt, task.model);
    const backend = BACKENDS[provider.transport];
    this.tellsProgress = backend.tellsProgress;
    if (backend.tellsProgress) this.#idle = watchForIdleness(attempt, provider.name);
    this.driver = backend.start(task, {
      emit: (event) => this.#happened(event),
      write: (text) => {
        if (this.#heldBack === undefined) this.#input?.write(text);
        else this.#heldBack.push(text);
      },
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
    if (this.driver.knownSession !== undefined) this.#sessionIs(this.driver.knownSession);
    this.driver.begin();
  }

  /** The program has ended: nothing of it is waited for any more. */
  release(): void {
    this.#idle?.end();
    this.#callOffEnd();
    this.#released.abort();
  }

  #happened(event: AgentEvent): void {
    this.#idle?.see(event);
    this.#attempt.conversation.tellEvent(event);
    this.meter.see(event);
    if (event.kind === 'session') this.#sessionIs(event.id);
    const line = eventLine(event);
    if (line !== undefined) this.#attempt.log.line(line);
  }

  /** The service has the id before the agent is told anything further, and so before its first tool runs. */
  #sessionIs(id: string): void {
    if (id === this.#session) return;
    this.#session = id;
    this.#heldBack ??= [];
    const session: AgentSession = { id, used: this.#task.session?.used ?? NO_USAGE };
    this.#attempt.session = session;
    const { surroundings, control } = this.#attempt;
    const signal = AbortSignal.any([control.signals.stopping, this.#released.signal]);
    const callOff = surroundings.clock.after(SESSION_PATIENCE_MS, () => this.#letGo());
    surroundings
      .reportSession(session, signal)
      .catch((error: unknown) => {
        if (isFenced(error)) control.end({ kind: 'fenced' }, 'immediate');
      })
      .finally(() => {
        callOff();
        this.#letGo();
      });
  }

  #letGo(): void {
    const texts = this.#heldBack ?? [];
    this.#heldBack = undefined;
    for (const text of texts) this.#input?.write(text);
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
