import type { z } from 'zod';
import type { RpcAnswer } from '../json_rpc.ts';
import * as rpc from '../read_answer.ts';
import { classifyRpcError } from './classify.ts';

/** Reads an answer as `schema` has it. */
export function readAnswer<T>(answer: RpcAnswer, schema: z.ZodType<T>): rpc.ReadAnswer<T> {
  return rpc.readAnswer(answer, schema, 'The agent', classifyRpcError);
}
