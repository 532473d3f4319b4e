import type { z } from 'zod';
import type { RpcAnswer } from '../json_rpc.ts';
import * as rpc from '../read_answer.ts';

/** Reads an answer as `schema` has it. An error where a conversation was to go on (`isResume`) says that it is not there. */
export function readAnswer<T>(answer: RpcAnswer, schema: z.ZodType<T>, isResume: boolean): rpc.ReadAnswer<T> {
  return rpc.readAnswer(answer, schema, 'Codex', ({ message }) => ({
    class: 'agent_error',
    message: `Codex: ${message}`,
    ...(isResume ? { isSessionLost: true } : {}),
  }));
}
