import type { z } from 'zod';
import { type AskRequest, AskResponse } from '../../src/protocol/ask_messages.ts';
import { ErrorBody } from '../../src/protocol/errors.ts';
import { type HomesRequest, HomesResponse } from '../../src/protocol/home_messages.ts';
import { type LeaseRequest, LeaseResponse } from '../../src/protocol/lease_messages.ts';
import { type LogRequest, LogResponse } from '../../src/protocol/log_messages.ts';
import {
  type FinishRequest,
  FinishResponse,
  type HeartbeatRequest,
  HeartbeatResponse,
  type RegisterRequest,
  RegisterResponse,
  type SessionRequest,
  SessionResponse,
  type StartRequest,
  StartResponse,
  type TokenRequest,
  TokenResponse,
} from '../../src/protocol/runner_messages.ts';
import { type SalvagedRequest, SalvagedResponse } from '../../src/protocol/salvage_messages.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src/protocol/version.ts';
import { type Redaction, redactTexts } from '../redaction.ts';
import { ServiceError } from './service_error.ts';

/** The longest that an answer may take, beyond the wait that a message asks for itself. */
const ANSWER_LIMIT_MS = 10_000;
const RETRY_AFTER_LIMIT_MS = 60_000;

/** The service as the runner sees it: one method per message. All reject with {@link ServiceError}. */
export type ServiceClient = {
  readonly register: (request: RegisterRequest, signal: AbortSignal) => Promise<RegisterResponse>;
  readonly lease: (request: LeaseRequest, signal: AbortSignal) => Promise<LeaseResponse>;
  readonly start: (request: StartRequest, signal: AbortSignal) => Promise<StartResponse>;
  readonly session: (request: SessionRequest, signal: AbortSignal) => Promise<SessionResponse>;
  readonly heartbeat: (request: HeartbeatRequest, signal: AbortSignal) => Promise<HeartbeatResponse>;
  readonly log: (request: LogRequest, signal: AbortSignal) => Promise<LogResponse>;
  readonly token: (request: TokenRequest, signal: AbortSignal) => Promise<TokenResponse>;
  readonly ask: (request: AskRequest, signal: AbortSignal) => Promise<AskResponse>;
  readonly finish: (request: FinishRequest, signal: AbortSignal) => Promise<FinishResponse>;
  readonly homes: (request: HomesRequest, signal: AbortSignal) => Promise<HomesResponse>;
  readonly salvaged: (request: SalvagedRequest, signal: AbortSignal) => Promise<SalvagedResponse>;
};

/** Where the service is, and the token that it expects of runners. */
export type ServiceAddress = { readonly url: string; readonly token: string };

/**
 * Speaks to the service at `address` through `fetch`, once per call; repeating is the caller's matter. What agents and commands
 * said is redacted on the way.
 */
export function createServiceClient(
  address: ServiceAddress,
  fetchFromNetwork: typeof fetch,
  redaction: Redaction,
): ServiceClient {
  const call = async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body: unknown,
    signal: AbortSignal,
    waitMs = 0,
  ): Promise<z.infer<Schema>> => {
    const response = await send(address, fetchFromNetwork, path, body, signal, waitMs);
    if (!response.ok) throw toServiceError(path, response);
    const answer = schema.safeParse(parseJson(response.text));
    if (!answer.success) throw new ServiceError('unreachable', `the answer to ${path} was not understood`);
    return answer.data;
  };
  return {
    register: (request, signal) => call('register', RegisterResponse, request, signal),
    lease: (request, signal) => call('lease', LeaseResponse, request, signal, request.waitMs),
    start: (request, signal) => call('start', StartResponse, request, signal),
    session: (request, signal) => call('session', SessionResponse, request, signal),
    heartbeat: (request, signal) =>
      call('heartbeat', HeartbeatResponse, redactTexts(request, redaction), signal, request.holdMs),
    log: (request, signal) => call('log', LogResponse, request, signal),
    ask: (request, signal) => call('ask', AskResponse, redactTexts(request, redaction), signal, request.waitMs),
    token: (request, signal) => call('token', TokenResponse, request, signal),
    finish: (request, signal) => call('finish', FinishResponse, redactTexts(request, redaction), signal),
    homes: (request, signal) => call('homes', HomesResponse, request, signal),
    salvaged: (request, signal) => call('salvaged', SalvagedResponse, request, signal),
  };
}

type Answer = {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
  /** What `Retry-After` says, in milliseconds; 0: nothing that we read. */
  readonly retryAfterMs: number;
};

async function send(
  address: ServiceAddress,
  fetchFromNetwork: typeof fetch,
  path: string,
  body: unknown,
  signal: AbortSignal,
  waitMs: number,
): Promise<Answer> {
  try {
    const response = await fetchFromNetwork(new URL(`/api/runner/v1/${path}`, address.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${address.token}`,
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs + ANSWER_LIMIT_MS)]),
    });
    const { ok, status, headers } = response;
    return { ok, status, text: await response.text(), retryAfterMs: retryAfterMs(headers.get('retry-after')) };
  } catch (error) {
    throw new ServiceError('unreachable', `no answer to ${path} from ${address.url}`, { cause: error });
  }
}

function toServiceError(path: string, response: Answer): ServiceError {
  const body = ErrorBody.safeParse(parseJson(response.text));
  const notBeforeMs = response.retryAfterMs;
  if (body.success) return new ServiceError(body.data.error.code, body.data.error.message, { notBeforeMs });
  // Proxies answer for a service that is away in words of their own.
  return new ServiceError('unreachable', `${path} was answered with status ${response.status}`, { notBeforeMs });
}

/** The seconds of a `Retry-After`, up to a minute: a lease may not wait for an hour because a proxy says so. */
function retryAfterMs(header: string | null): number {
  return header !== null && /^\d{1,6}$/.test(header) ? Math.min(RETRY_AFTER_LIMIT_MS, Number(header) * 1_000) : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
