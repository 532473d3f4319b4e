import type { FunctionCall } from '../../protocol/function_call.ts';

/** What executes a task. */
export type TaskWork =
  | { readonly kind: 'agent' }
  | { readonly kind: 'command'; readonly run: readonly (readonly string[])[] }
  | { readonly kind: 'function'; readonly call: FunctionCall }
  /** Nobody: it ends when its issue closes, and others wait for that. */
  | { readonly kind: 'issue' };
