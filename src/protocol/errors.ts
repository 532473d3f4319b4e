import { z } from 'zod';

/** Names of the errors that any of our HTTP APIs may answer with. They are part of the contract. */
export const ErrorCode = z.enum([
  'bad_request',
  'unauthorized',
  'not_found',
  /** The body is larger than this call takes. */
  'too_large',
  /** Too much at once from this address or token; `Retry-After` says when again. */
  'too_many_requests',
  'protocol_mismatch',
  'unknown_runner',
  /** The attempt was given up, replaced, or belongs to another runner. */
  'attempt_not_current',
  /** The report contradicts what is known, e.g. a success of an attempt that never started. */
  'impossible_report',
  /** A state does not allow what was asked. */
  'not_allowed_in_state',
  'conflict',
  'plan_invalid',
  /** The plan wants a person's approval before it runs. */
  'needs_approval',
  'already_running',
  'already_finished',
  'overloaded',
  'unavailable',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Body of every answer that is not 2xx. `message` says what was tried and what to do, in one or two sentences. */
export const ErrorBody = z.object({
  error: z.object({ code: ErrorCode, message: z.string(), details: z.unknown().optional() }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
