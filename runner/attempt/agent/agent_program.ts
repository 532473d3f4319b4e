import { durationText } from '../../../src/text/duration.ts';
import { errorMessage } from '../../../src/text/error_message.ts';
import type { AgentDriver, AgentTask } from '../../agents/agent_driver.ts';
import { type AgentEvent, type AgentQuestion, NO_USAGE } from '../../agents/agent_event.ts';
import { BACKENDS } from '../../agents/backends.ts';
import { eventLine } from '../../agents/event_line.ts';
import type { Provider } from '../../config/runner_config.ts';
import type { ConversationLog } from '../../log/conversation_log.ts';
import { Cancellation } from '../../process/cancellation.ts';
import type { CommandInput } from '../../process/stdin.ts';
import type { Attempt, AttemptSurroundings } from '../attempt.ts';
import type { AttemptQuestions } from '../attempt_questions.ts';
import { tellAnswer } from '../tell_answer.ts';
import { IdleWatch } from './idle_watch.ts';
import { isFoundAgain } from './may_go_on.ts';
import { SessionGate } from './session_gate.ts';
import { type Metered, UsageMeter } from './usage_meter.ts';

/** How long an agent whose work is over may take to end by itself. */
const END_GRACE_MS = 2_000;

/** What of an attempt its agent's program needs. */
export type ProgramAttempt = Metered &
  Pick<Attempt, 'session' | 'isInUsualFolder'> & {
    readonly surroundings: Pick<AttemptSurroundings, 'clock' | 'reportSession'>;
    readonly conversation: Pick<ConversationLog, 'tell' | 'tellEvent'>;
    readonly questions: Pick<AttemptQuestions, 'ask'>;
  };

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
  readonly #attempt: ProgramAttempt;
  readonly #task: AgentTask;
  readonly #idle: IdleWatch | undefined;
  readonly #gate: SessionGate;
  readonly #isFoundAgain: boolean;
  #input: CommandInput | undefined;
  #callOffEnd: () => void = () => {};
  #isStopping = false;

  constructor(attempt: ProgramAttempt, provider: Pick<Provider, 'name' | 'transport'>, task: AgentTask) {
    this.#attempt = attempt;
    this.#task = task;
    this.ending = new Cancellation(attempt.control.signals);
    this.meter = new UsageMeter(attempt, task.model);
    this.#gate = new SessionGate({
      clock: attempt.surroundings.clock,
      write: (text) => this.#input?.write(text),
      report: attempt.surroundings.reportSession,
      onFenced: () => attempt.control.end({ kind: 'fenced' }, 'immediate'),
      signal: attempt.control.signals.stopping,
    });
    const backend = BACKENDS[provider.transport];
    this.tellsProgress = backend.tellsProgress;
    this.#isFoundAgain = isFoundAgain(backend, attempt);
    if (backend.tellsProgress) this.#idle = watchForIdleness(attempt, provider.name);
    this.driver = backend.start(task, {
      emit: (event) => this.#happened(event),
      write: (text) => this.#gate.say(text),
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
    this.#gate.close();
  }

  #happened(event: AgentEvent): void {
    this.#idle?.see(event);
    this.#attempt.conversation.tellEvent(event);
    this.meter.see(event, this.isOver);
    if (event.kind === 'session') this.#sessionIs(event.id);
    if (event.kind === 'question') void this.#askPerson(event.id, event.question);
    const line = eventLine(event);
    if (line !== undefined) this.#attempt.log.line(line);
  }

  /** The agent's own question is asked like any other. Without an answer it is interrupted, and goes on in a later attempt. */
  async #askPerson(id: string, { text, options }: AgentQuestion): Promise<void> {
    const { questions, log } = this.#attempt;
    const asked = { source: 'agent' as const, text, options: [...options], onlyOptions: false };
    try {
      const reply = await questions.ask(asked);
      if (reply.kind === 'not_yet') {
        this.#stopForAnswer();
        return;
      }
      tellAnswer(this.#attempt, text, reply);
      this.driver.answer(id, reply.answer);
      this.#idle?.answered(id);
    } catch (error) {
      log.line(`planwright: its question could not be asked: ${errorMessage(error)}`);
      this.driver.answer(id, 'Nobody can be asked now. Decide by yourself, and say so in your result.');
      this.#idle?.answered(id);
    }
  }

  /** Once, however many of its questions are open. */
  #stopForAnswer(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    if (!this.driver.interrupt()) this.ending.graceful('it waits for an answer');
  }

  #sessionIs(id: string): void {
    if (!this.#isFoundAgain) return;
    const session = { id, used: this.#task.session?.used ?? NO_USAGE };
    this.#attempt.session = session;
    this.#gate.know(session);
  }
}

/** Ends the attempt, its work kept, when the agent stands still. */
function watchForIdleness({ surroundings, request, control }: ProgramAttempt, agent: string): IdleWatch {
  const { idleMs } = request.limits;
  return new IdleWatch(surroundings.clock, idleMs, () => {
    const message = `agent ${agent} did and said nothing for ${durationText(idleMs)}`;
    control.end({ kind: 'idle', message }, 'graceful');
  });
}
