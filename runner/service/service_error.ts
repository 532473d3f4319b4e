import type { ErrorCode } from '../../src/protocol/errors.ts';

/** A message to the service was not carried out. */
export class ServiceError extends Error {
  /** `unreachable`: no answer that could be understood came; all else is what the service said. */
  readonly code: ErrorCode | 'unreachable';
  /** Not before so many milliseconds have passed is the message to be sent again; 0: the service names no time. */
  readonly notBeforeMs: number;

  constructor(
    code: ErrorCode | 'unreachable',
    message: string,
    { notBeforeMs = 0, ...options }: ErrorOptions & { readonly notBeforeMs?: number } = {},
  ) {
    super(message, options);
    this.name = 'ServiceError';
    this.code = code;
    this.notBeforeMs = notBeforeMs;
  }
}

/** Whether the same message may succeed later without anything being changed here. */
export function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  switch (error.code) {
    case 'unreachable':
    case 'overloaded':
    case 'too_many_requests':
    case 'unavailable':
    case 'internal':
      return true;
    case 'unknown_runner':
      // The registration is repeated meanwhile.
      return true;
    default:
      return false;
  }
}

/** Whether the error says that the attempt belongs to this runner no more, or never did. */
export function isFenced(error: unknown): boolean {
  return error instanceof ServiceError && (error.code === 'attempt_not_current' || error.code === 'not_found');
}
