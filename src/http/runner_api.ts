import { Hono, type MiddlewareHandler } from 'hono';
import { Refusal } from '../core/refusal.ts';
import { AskRequest } from '../protocol/ask_messages.ts';
import { HomesRequest } from '../protocol/home_messages.ts';
import { LeaseRequest } from '../protocol/lease_messages.ts';
import { LogRequest } from '../protocol/log_messages.ts';
import {
  FinishRequest,
  HeartbeatRequest,
  RegisterRequest,
  SessionRequest,
  StartRequest,
  TokenRequest,
} from '../protocol/runner_messages.ts';
import { SalvagedRequest } from '../protocol/salvage_messages.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../protocol/version.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { appendLog } from '../service/runners/append_log.ts';
import { askQuestion } from '../service/runners/ask_question.ts';
import { finishAttempt, startAttempt } from '../service/runners/attempt_reports.ts';
import { fetchToken } from '../service/runners/fetch_token.ts';
import { heartbeat } from '../service/runners/heartbeat.ts';
import { judgeHomes } from '../service/runners/judge_homes.ts';
import type { LeaseWaiters } from '../service/runners/lease_waiters.ts';
import { noteSalvaged } from '../service/runners/note_salvaged.ts';
import { noteSession } from '../service/runners/note_session.ts';
import { registerRunner } from '../service/runners/register_runner.ts';
import { requireOwnAttempt, requireOwnRunner } from '../service/runners/runner_binding.ts';
import type { RunnerCaller } from './authentication.ts';
import { bodyUpTo } from './body_up_to.ts';
import { validated } from './validated.ts';

/** The largest report: evidence of 256 commands with their output, and a margin. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

/** `/api/runner/v1`: see `protocol/runner_messages.ts` for what each call means. */
export function runnerApi(deps: ServiceDependencies, waiters: LeaseWaiters, admit: MiddlewareHandler<RunnerCaller>) {
  return new Hono<RunnerCaller>()
    .use(admit, sameProtocol, bodyUpTo(BODY_LIMIT_BYTES))
    .post('/register', validated('json', RegisterRequest), async (context) =>
      context.json(await registerRunner(deps, context.req.valid('json'), context.get('token'))),
    )
    .post('/lease', validated('json', LeaseRequest), async (context) => {
      const message = context.req.valid('json');
      const token = context.get('token');
      await requireOwnRunner(deps, token, message.runner);
      return context.json(await waiters.lease(message, token, context.req.raw.signal));
    })
    .post('/start', validated('json', StartRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      return context.json(await startAttempt(deps, message));
    })
    .post('/session', validated('json', SessionRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      return context.json(await noteSession(deps, message));
    })
    .post('/heartbeat', validated('json', HeartbeatRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnRunner(deps, context.get('token'), message.runner);
      return context.json(await heartbeat(deps, message, context.req.raw.signal));
    })
    .post('/log', validated('json', LogRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      return context.json(await appendLog(deps, message));
    })
    .post('/ask', validated('json', AskRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      return context.json(await askQuestion(deps, message, context.req.raw.signal));
    })
    .post('/token', validated('json', TokenRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      // Nothing between the service and the runner may keep it.
      context.header('cache-control', 'no-store');
      return context.json(await fetchToken(deps, message));
    })
    .post('/finish', validated('json', FinishRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      return context.json(await finishAttempt(deps, message));
    })
    .post('/homes', validated('json', HomesRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnRunner(deps, context.get('token'), message.runner);
      return context.json(await judgeHomes(deps, message));
    })
    .post('/salvaged', validated('json', SalvagedRequest), async (context) => {
      const message = context.req.valid('json');
      await requireOwnAttempt(deps, context.get('token'), message);
      return context.json(await noteSalvaged(deps, message));
    });
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
