import type { AgentIo } from '../agent_driver.ts';
import type { JsonRpc, RpcId } from '../json_rpc.ts';
import { UserInput } from './messages.ts';

/** Of a method that is not there. */
const METHOD_NOT_FOUND = -32_601;

type Asked = { readonly id: RpcId; readonly parts: readonly string[] };

/** What Codex asks of whoever runs it, and what waits for an answer. */
export class Questions {
  readonly #rpc: Pick<JsonRpc, 'respond' | 'refuse'>;
  readonly #io: AgentIo;
  readonly #asked = new Map<string, Asked>();

  constructor(rpc: Pick<JsonRpc, 'respond' | 'refuse'>, io: AgentIo) {
    this.#rpc = rpc;
    this.#io = io;
  }

  /** It was told to ask for no permission, so a question to a person is all that has an answer here. */
  ask(id: RpcId, method: string, params: unknown): void {
    const input = method === 'item/tool/requestUserInput' ? UserInput.safeParse(params) : null;
    if (input === null || !input.success) {
      this.#rpc.refuse(id, { code: METHOD_NOT_FOUND, message: `${method} is not offered` });
      return;
    }
    const { questions } = input.data;
    const key = String(id);
    this.#asked.set(key, { id, parts: questions.map((question) => question.id) });
    const options = questions.length === 1 ? (questions[0]?.options ?? []).map(({ label }) => label) : [];
    const text = questions.map(({ question }) => question).join('\n');
    this.#io.emit({ kind: 'question', id: key, question: { text, options } });
  }

  /** Each part of the question gets the whole answer. */
  answer(question: string, text: string): void {
    const asked = this.#asked.get(question);
    if (asked === undefined) return;
    this.#asked.delete(question);
    this.#rpc.respond(asked.id, { answers: Object.fromEntries(asked.parts.map((id) => [id, { answers: [text] }])) });
  }
}
