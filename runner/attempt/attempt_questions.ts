import { ASK_WAIT_LIMIT_MS, type AskRequest, type AskResponse } from '../../src/protocol/ask_messages.ts';
import type { AnsweredQuestion, AskedQuestion } from '../../src/protocol/questions.ts';
import type { Clock } from '../process/clock.ts';

/** How long whoever asked may take to stop once it was told that there is no answer yet, in milliseconds. */
const STOP_GRACE_MS = 30_000;

/** What came of a question by the time that an attempt waits. */
export type QuestionReply =
  | { readonly kind: 'answered'; readonly n: number; readonly answer: string; readonly by: string | null }
  /** The attempt ends now, and a later one gets the answer. */
  | { readonly kind: 'not_yet'; readonly n: number };

/** What questions need from outside. */
export type QuestionSurroundings = {
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  /** What an earlier attempt of the task was answered to the same; undefined: it was not. */
  readonly before: (asked: AskedQuestion) => Pick<AnsweredQuestion, 'n' | 'answer' | 'by'> | undefined;
  /** How long an answer is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Asks the service, however often that has to be repeated; the same id asks nothing new. */
  readonly send: (request: Pick<AskRequest, 'question' | 'asked' | 'waitMs'>) => Promise<AskResponse>;
  /** The attempt was to stop for its question, and did not. */
  readonly onOverdue: (message: string) => void;
};

/** What an attempt asks people, whoever in it does: its agent, its commands, or the runner. */
export class AttemptQuestions {
  readonly #around: QuestionSurroundings;
  #waitsFor: string | undefined;
  #callOff: () => void = () => {};
  /** Settles when all that was asked so far is known to the service. */
  #asked: Promise<unknown> = Promise.resolve();

  constructor(around: QuestionSurroundings) {
    this.#around = around;
  }

  /** What the attempt ends for, for people; undefined: nothing that it asked is without an answer. */
  get waitsFor(): string | undefined {
    return this.#waitsFor;
  }

  /**
   * Asks a person, and waits for the answer as long as the plan lets it; nobody is asked what an earlier attempt was answered.
   * Rejects where the service does not take the question.
   */
  async ask(asked: AskedQuestion): Promise<QuestionReply> {
    const { before, clock, newId, waitMs, send } = this.#around;
    const earlier = before(asked);
    if (earlier !== undefined) return { kind: 'answered', n: earlier.n, answer: earlier.answer, by: earlier.by };
    const until = clock.now() + waitMs;
    let question = newId();
    let reply = await this.#inOrder(() => send({ question, asked, waitMs: 0 }));
    for (;;) {
      if (reply.state === 'answered') return { kind: 'answered', n: reply.n, answer: reply.answer, by: reply.by };
      // The attempt was given up for a moment and came back: what it asked before is asked no more.
      if (reply.state === 'withdrawn') question = newId();
      else if (clock.now() >= until) return this.#notYet(reply.n, asked.text);
      const leftMs = Math.max(0, Math.ceil(until - clock.now()));
      reply = await send({ question, asked, waitMs: Math.min(ASK_WAIT_LIMIT_MS, leftMs) });
    }
  }

  /** Asks a person what is for a later attempt to know, and answers the question's number. Rejects like {@link ask}. */
  async askForLater(asked: AskedQuestion): Promise<number> {
    const { newId, send } = this.#around;
    const question = newId();
    const { n } = await this.#inOrder(() => send({ question, asked, waitMs: 0 }));
    return n;
  }

  /** Everything of the attempt has ended: nobody has to be stopped any more. */
  close(): void {
    this.#callOff();
  }

  /** What is asked at once is numbered in the order in which it was asked. */
  #inOrder(ask: () => Promise<AskResponse>): Promise<AskResponse> {
    const asked = this.#asked.then(ask);
    this.#asked = asked.catch(() => undefined);
    return asked;
  }

  #notYet(n: number, text: string): QuestionReply {
    const message = `It waits for an answer to Q${n}: ${text}`;
    this.#waitsFor ??= message;
    this.#callOff();
    this.#callOff = this.#around.clock.after(STOP_GRACE_MS, () => this.#around.onOverdue(message));
    return { kind: 'not_yet', n };
  }
}
