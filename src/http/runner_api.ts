import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../core/refusal.ts';
import {
  FinishRequest,
  HeartbeatRequest,
  LeaseRequest,
  LogRequest,
  RegisterRequest,
  StartRequest,
  TokenRequest,
} from '../protocol/runner_messages.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../protocol/version.ts';
import { appendLog } from '../service/append_log.ts';
import { finishAttempt, heartbeat, startAttempt } from '../service/attempt_reports.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { fetchToken } from '../service/fetch_token.ts';
import type { LeaseDesk } from '../service/lease_desk.ts';
import { registerRunner } from '../service/register_runner.ts';
import { bearer } from './authentication.ts';
import { validated } from './validated.ts';

/** The largest report: evidence of 256 commands with their output, and a margin. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

/** `/api/runner/v1`: see `protocol/runner_messages.ts` for what each call means. */
export function runnerApi(deps: ServiceDependencies, desk: LeaseDesk, tokens: readonly string[]) {
  return new Hono()
    .use(bearer(tokens, 'runner token'), sameProtocol, bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError: tooLarge }))
    .post('/register', validated('json', RegisterRequest), async (context) =>
      context.json(await registerRunner(deps, context.req.valid('json'))),
    )
    .post('/lease', validated('json', LeaseRequest), async (context) =>
      context.json(await desk.lease(context.req.valid('json'), context.req.raw.signal)),
    )
    .post('/start', validated('json', StartRequest), async (context) =>
      context.json(await startAttempt(deps, context.req.valid('json'))),
    )
    .post('/heartbeat', validated('json', HeartbeatRequest), async (context) =>
      context.json(await heartbeat(deps, context.req.valid('json'))),
    )
    .post('/log', validated('json', LogRequest), async (context) =>
      context.json(await appendLog(deps, context.req.valid('json'))),
    )
    .post('/token', validated('json', TokenRequest), async (context) => {
      // Nothing between the service and the runner may keep it.
      context.header('cache-control', 'no-store');
      return context.json(await fetchToken(deps, context.req.valid('json')));
    })
    .post('/finish', validated('json', FinishRequest), async (context) =>
      context.json(await finishAttempt(deps, context.req.valid('json'))),
    );
}

const sameProtocol: MiddlewareHandler = async (context, next) => {
  const theirs = context.req.header(PROTOCOL_HEADER);
  if (theirs !== String(PROTOCOL_VERSION)) {
    throw new Refusal(
      'protocol_mismatch',
      `This service speaks runner protocol ${PROTOCOL_VERSION}, the runner ${theirs ?? 'none'}. Install the same version on both.`,
    );
  }
  await next();
};

function tooLarge(): never {
  throw new Refusal('bad_request', `The request is larger than ${BODY_LIMIT_BYTES} bytes.`);
}
