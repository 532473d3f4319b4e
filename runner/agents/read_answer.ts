import type { z } from 'zod';
import type { AgentFailure } from './agent_driver.ts';
import type { RpcAnswer, RpcError } from './json_rpc.ts';

/** What an answer says, or the failure that it comes to. */
export type ReadAnswer<T> =
  | { readonly kind: 'read'; readonly data: T }
  | { readonly kind: 'failed'; readonly failure: AgentFailure };

/**
 * Reads an agent's answer to a call as `schema` has it.
 *
 * @param agent as a sentence begins with it
 * @param failureOf what an error that it answered comes to
 */
export function readAnswer<T>(
  answer: RpcAnswer,
  schema: z.ZodType<T>,
  agent: string,
  failureOf: (error: RpcError) => AgentFailure,
): ReadAnswer<T> {
  if (answer.kind === 'error') return { kind: 'failed', failure: failureOf(answer.error) };
  const { success, data } = schema.safeParse(answer.result);
  if (success) return { kind: 'read', data };
  const message = `${agent} answered in words that are not known here.`;
  return { kind: 'failed', failure: { class: 'agent_error', message } };
}
