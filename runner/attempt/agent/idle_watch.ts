import type { AgentEvent } from '../../agents/agent_event.ts';
import type { Clock } from '../../process/clock.ts';

/** What an event means for whether the agent is getting on. */
type Meaning =
  /** It did or said something. */
  | 'progress'
  /** A tool is at work from now on; however long it takes, the agent waits for it with good reason. */
  | 'tool_begins'
  | 'tool_ends'
  /** A person has to answer. */
  | 'asks'
  /** Whatever it is, it brings the work no further: asking a model again and again is standing still. */
  | 'nothing';

const MEANINGS: Readonly<Record<AgentEvent['kind'], Meaning>> = {
  session: 'progress',
  model: 'progress',
  message: 'progress',
  usage: 'progress',
  tool: 'tool_begins',
  command: 'tool_begins',
  file_change: 'tool_begins',
  tool_ended: 'tool_ends',
  question: 'asks',
  retry: 'nothing',
  warning: 'nothing',
};

/**
 * Tells when an agent has made no progress for too long. Only what its backend tells counts: a tool at work and a question
 * that waits for its answer are not idle, and have limits of their own.
 */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #onIdle: () => void;
  readonly #questions = new Set<string>();
  #tools = 0;
  #isOver = false;
  #callOff: () => void = () => {};

  /** It watches from now on. `onIdle` is called once at most. */
  constructor(clock: Clock, idleMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.#restart();
  }

  /** To be called with everything that the agent tells. */
  see(event: AgentEvent): void {
    const meaning = MEANINGS[event.kind];
    if (meaning === 'nothing') return;
    if (meaning === 'tool_begins') this.#tools += 1;
    // Some tools are told of only when they are over.
    if (meaning === 'tool_ends') this.#tools = Math.max(0, this.#tools - 1);
    if (event.kind === 'question') this.#questions.add(event.id);
    this.#restart();
  }

  /** The answer to a question was handed to the agent. */
  answered(question: string): void {
    this.#questions.delete(question);
    this.#restart();
  }

  /** Nothing more is expected of the agent. */
  end(): void {
    this.#isOver = true;
    this.#callOff();
  }

  #restart(): void {
    this.#callOff();
    if (this.#isOver || this.#tools > 0 || this.#questions.size > 0) return;
    this.#callOff = this.#clock.after(this.#idleMs, () => {
      this.#isOver = true;
      this.#onIdle();
    });
  }
}
