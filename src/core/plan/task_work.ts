import type { FunctionCall } from '../../protocol/function_call.ts';
import type { Argv } from './plan.ts';

/** What executes a task. */
export type TaskWork =
  | { readonly kind: 'agent' }
  | { readonly kind: 'command'; readonly run: readonly Argv[] }
  | { readonly kind: 'function'; readonly call: FunctionCall };
