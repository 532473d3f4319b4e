import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal } from '../core/refusal.ts';
import { IllegalTransition } from '../core/state_machine.ts';
import type { ErrorBody, ErrorCode } from '../protocol/errors.ts';
import type { Log } from '../service/dependencies.ts';
import { type PassingTrouble, passingTroubleOf } from '../service/ports/passing_trouble.ts';
import { TooManyRequests } from './too_many_requests.ts';

/** The status of each named error. */
const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  bad_request: 400,
  unauthorized: 401,
  not_found: 404,
  too_large: 413,
  attempt_not_current: 409,
  impossible_report: 409,
  not_allowed_in_state: 409,
  conflict: 409,
  needs_approval: 409,
  already_running: 409,
  already_finished: 409,
  unknown_runner: 410,
  plan_invalid: 422,
  protocol_mismatch: 426,
  too_many_requests: 429,
  overloaded: 503,
  unavailable: 503,
  internal: 500,
};

/** Answers with a named error. */
function problem(context: Context, code: ErrorCode, message: string, details?: unknown) {
  const body: ErrorBody = { error: { code, message, ...(details === undefined ? {} : { details }) } };
  return context.json(body, STATUS[code]);
}

/** Turns whatever a handler threw into a named error; what nobody foresaw is logged and said to be internal. */
export function problemOf(log: Log) {
  return (error: Error, context: Context) => {
    if (error instanceof TooManyRequests) context.header('retry-after', String(error.retryAfterS));
    if (error instanceof Refusal) return problem(context, error.code, error.message, error.details);
    if (error instanceof IllegalTransition) return problem(context, error.code, error.message);
    if (error instanceof HTTPException) {
      const code = error.status === 413 ? 'too_large' : error.status === 401 ? 'unauthorized' : 'bad_request';
      return problem(context, code, error.message || 'The request could not be read.');
    }
    const passing = passingProblem(error);
    if (passing !== null) {
      if (passingTroubleOf(error)?.passes === 'with_people') {
        log('error', 'A request failed because of trouble that people have to mend.', {
          path: context.req.path,
          error: error.message,
        });
      }
      return passing;
    }
    log('error', 'A request failed for a reason nobody foresaw.', {
      path: context.req.path,
      error: error.stack ?? error.message,
    });
    return problem(context, 'internal', 'The service failed to answer; its log says why.');
  };
}

/** What is said of each kind of passing trouble: nothing of the error itself, which is for the log. */
const ANSWERS: Readonly<Record<PassingTrouble['with'], { readonly code: ErrorCode; readonly message: string }>> = {
  database: { code: 'unavailable', message: 'The database cannot be used at the moment. Try again.' },
  github: { code: 'unavailable', message: 'GitHub cannot be asked at the moment. Try again.' },
  others_changes: {
    code: 'unavailable',
    message: 'Others kept changing what this call is about. Try again.',
  },
  too_much: { code: 'overloaded', message: 'Too much waits for the database. Try again in a moment.' },
};

/**
 * The answer of a service that is in trouble which passes: 503 with a named error, to be tried again in a second. null: the
 * trouble does not pass, or is none that is known.
 */
export function passingProblem(error: unknown): Response | null {
  const trouble = passingTroubleOf(error);
  if (trouble === null) return null;
  const answer = ANSWERS[trouble.with];
  const body: ErrorBody = { error: answer };
  return Response.json(body, { status: STATUS[answer.code], headers: { 'retry-after': '1' } });
}
