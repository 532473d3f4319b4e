import type { AgentIo } from './agent_driver.ts';
import type { AgentQuestion } from './agent_event.ts';

/** A call that waits for the answers to its questions, in their order. */
type Call = { readonly answers: (string | undefined)[]; readonly respond: (answers: readonly string[]) => void };

/**
 * The calls by which an agent asks people. One call may ask several things: each is a question of its own, and the agent goes on
 * when all of them have their answers.
 */
export class QuestionCalls {
  readonly #io: Pick<AgentIo, 'emit'>;
  readonly #waiting = new Map<string, { readonly call: Call; readonly index: number }>();

  constructor(io: Pick<AgentIo, 'emit'>) {
    this.#io = io;
  }

  /** Asks all of them, at once. `id` is the agent's own of the call; `respond` is called with an answer for each of them. */
  ask(id: string, questions: readonly AgentQuestion[], respond: Call['respond']): void {
    const call: Call = { answers: questions.map(() => undefined), respond };
    const ids = questions.length === 1 ? [id] : questions.map((_, index) => `${id}/${index + 1}`);
    for (const [index, own] of ids.entries()) this.#waiting.set(own, { call, index });
    for (const [index, question] of questions.entries()) {
      this.#io.emit({ kind: 'question', id: ids[index] ?? id, question });
    }
  }

  /** Of a question that nobody asked, or that has its answer, it takes none. */
  answer(question: string, text: string): void {
    const waiting = this.#waiting.get(question);
    if (waiting === undefined) return;
    this.#waiting.delete(question);
    const { call, index } = waiting;
    call.answers[index] = text;
    const given = call.answers.filter((answer) => answer !== undefined);
    if (given.length === call.answers.length) call.respond(given);
  }
}
