import type { AgentIo } from '../agent_driver.ts';
import type { JsonRpc, RpcId } from '../json_rpc.ts';
import { QuestionCalls } from '../question_calls.ts';
import { UserInput } from './messages.ts';

/** What Codex asks of whoever runs it, and what waits for an answer. */
export class Questions {
  readonly #rpc: Pick<JsonRpc, 'respond' | 'refuse'>;
  readonly #calls: QuestionCalls;

  constructor(rpc: Pick<JsonRpc, 'respond' | 'refuse'>, io: AgentIo) {
    this.#rpc = rpc;
    this.#calls = new QuestionCalls(io);
  }

  /** It was told to ask for no permission, so a question to a person is all that has an answer here. */
  ask(id: RpcId, method: string, params: unknown): void {
    const input = method === 'item/tool/requestUserInput' ? UserInput.safeParse(params) : null;
    if (input === null || !input.success) {
      this.#rpc.refuse(id, method);
      return;
    }
    const { questions } = input.data;
    const asked = questions.map(({ question: text, options }) => ({
      text,
      options: (options ?? []).map(({ label }) => label),
    }));
    this.#calls.ask(String(id), asked, (given) => {
      const answers = questions.map((question, index) => [question.id, { answers: [given[index]] }]);
      this.#rpc.respond(id, { answers: Object.fromEntries(answers) });
    });
  }

  /** The answer to a question that was emitted. */
  answer(question: string, text: string): void {
    this.#calls.answer(question, text);
  }
}
