import { z } from 'zod';
import type { Lines } from '../streams/lines.ts';
import { jsonLines } from './json_lines.ts';

/** What the other side sends by itself. */
export type RpcHandlers = {
  readonly onNotification: (method: string, params: unknown) => void;
  /** It waits for `respond` with the same id. */
  readonly onRequest: (id: RpcId, method: string, params: unknown) => void;
};

/** Ids are the sender's own. */
export type RpcId = string | number;

/** An error that the other side answered with. */
export type RpcError = { readonly code: number; readonly message: string; readonly data?: unknown };

/** What a call came to. */
export type RpcAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: RpcError };

const Message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() }).optional(),
});

/** Of a method that is not there. */
const METHOD_NOT_FOUND = -32_601;

/** JSON-RPC 2.0 in lines over a program's input and output. Codex leaves the `jsonrpc` member out, so nothing insists on it. */
export class JsonRpc {
  readonly #write: (text: string) => void;
  readonly #handlers: RpcHandlers;
  readonly #lines: Lines;
  readonly #waiting = new Map<RpcId, (answer: RpcAnswer) => void>();
  #calls = 0;

  constructor(write: (text: string) => void, handlers: RpcHandlers) {
    this.#write = write;
    this.#handlers = handlers;
    this.#lines = jsonLines((line) => {
      const message = line.kind === 'json' ? Message.safeParse(line.value) : null;
      if (message?.success) this.#receive(message.data);
    });
  }

  read(bytes: Uint8Array): void {
    this.#lines.write(bytes);
  }

  /** No more comes. */
  end(): void {
    this.#lines.end();
  }

  /** `then` is called at most once: never where the other side ends without an answer. */
  call(method: string, params: object, then: (answer: RpcAnswer) => void = () => {}): void {
    this.#calls += 1;
    this.#waiting.set(this.#calls, then);
    this.#send({ id: this.#calls, method, params });
  }

  notify(method: string, params: object = {}): void {
    this.#send({ method, params });
  }

  respond(id: RpcId, result: object): void {
    this.#send({ id, result });
  }

  /** Answers a request that nobody here carries out. */
  refuse(id: RpcId, method: string): void {
    this.#send({ id, error: { code: METHOD_NOT_FOUND, message: `${method} is not offered` } });
  }

  #send(message: object): void {
    this.#write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  #receive({ id, method, params, result, error }: z.infer<typeof Message>): void {
    if (method !== undefined) {
      if (id === undefined) this.#handlers.onNotification(method, params);
      else this.#handlers.onRequest(id, method, params);
      return;
    }
    const then = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || then === undefined) return;
    this.#waiting.delete(id);
    then(error === undefined ? { kind: 'result', result } : { kind: 'error', error });
  }
}
