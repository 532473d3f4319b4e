import type { ErrorCode } from '../protocol/errors.ts';

/** What was asked cannot be done as things stand. `message` says what to do instead, for people. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}
