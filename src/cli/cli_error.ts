import { EnvironmentError } from '../config/environment_error.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { errorMessage } from '../text/error_message.ts';
import { EXIT, type ExitCode } from './exit_code.ts';

/** A command that did not do what it was asked. `message` says what to do, in one or two sentences. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** Stable name of the kind of error. */
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly details: unknown;

  constructor(code: string, exitCode: ExitCode, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** What was asked for is wrong: exit code 2. */
export function usageError(code: string, message: string, details?: unknown): CliError {
  return new CliError(code, EXIT.wrongUsage, message, details);
}

/** What the service's named errors mean for the exit code. */
export const EXIT_OF_SERVICE_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  bad_request: EXIT.wrongUsage,
  plan_invalid: EXIT.wrongUsage,
  not_found: EXIT.wrongUsage,
  too_large: EXIT.wrongUsage,
  unauthorized: EXIT.refused,
  protocol_mismatch: EXIT.refused,
  unknown_runner: EXIT.refused,
  attempt_not_current: EXIT.refused,
  impossible_report: EXIT.refused,
  not_allowed_in_state: EXIT.refused,
  conflict: EXIT.refused,
  needs_approval: EXIT.refused,
  already_running: EXIT.refused,
  already_finished: EXIT.refused,
  too_many_requests: EXIT.unreachable,
  overloaded: EXIT.unreachable,
  unavailable: EXIT.unreachable,
  internal: EXIT.workFailed,
};

/** Errors of runner, database and GitHub that are not the work's failure. */
const EXIT_OF_OTHER_ERROR: Readonly<Record<string, ExitCode>> = {
  runner_file_invalid: EXIT.wrongUsage,
  sandbox_required: EXIT.refused,
  database_refused: EXIT.wrongUsage,
  database_newer: EXIT.refused,
  database_unreachable: EXIT.unreachable,
  database_busy: EXIT.unreachable,
  credentials_invalid: EXIT.wrongUsage,
  github_unreachable: EXIT.unreachable,
  not_now: EXIT.unreachable,
  github_no_access: EXIT.refused,
  github_refusal: EXIT.refused,
  github_unexpected: EXIT.refused,
};

/** Any error as a command reports it. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof EnvironmentError) return usageError(error.code, error.message, { problems: error.problems });
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return new CliError(error.code, EXIT_OF_OTHER_ERROR[error.code] ?? EXIT.workFailed, error.message);
  }
  return new CliError('internal', EXIT.workFailed, errorMessage(error));
}
