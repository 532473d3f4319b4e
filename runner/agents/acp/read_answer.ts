import type { z } from 'zod';
import type { AgentFailure } from '../agent_driver.ts';
import type { RpcAnswer } from '../json_rpc.ts';
import { classifyRpcError } from './classify.ts';

/** What an answer says, or the failure that it comes to. */
export type ReadAnswer<T> =
  | { readonly kind: 'read'; readonly data: T }
  | { readonly kind: 'failed'; readonly failure: AgentFailure };

/** Reads an answer as `schema` has it. */
export function readAnswer<T>(answer: RpcAnswer, schema: z.ZodType<T>): ReadAnswer<T> {
  if (answer.kind === 'error') return { kind: 'failed', failure: classifyRpcError(answer.error) };
  const { success, data } = schema.safeParse(answer.result);
  if (success) return { kind: 'read', data };
  const message = 'The agent answered in words that the protocol does not have.';
  return { kind: 'failed', failure: { class: 'agent_error', message } };
}
