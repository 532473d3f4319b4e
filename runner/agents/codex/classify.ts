import type { FailureClass } from '../../../src/protocol/outcome.ts';
import type { AgentFailure } from '../agent_driver.ts';
import { classOfStatus } from '../api_status.ts';
import { plainWords } from '../failures.ts';
import type { TurnError } from './messages.ts';

/** What Codex's own names of errors come to. */
const BY_NAME: Readonly<Record<string, FailureClass>> = {
  usageLimitExceeded: 'rate_limit',
  serverOverloaded: 'transient',
  internalServerError: 'transient',
  responseStreamConnectionFailed: 'transient',
  responseStreamDisconnected: 'transient',
  httpConnectionFailed: 'transient',
  responseTooManyFailedAttempts: 'transient',
  contextWindowExceeded: 'context_too_long',
  unauthorized: 'auth',
};

/** Why a turn failed, by the name that Codex gives the error, the status behind it, or its words. */
export function classifyTurnError(error: TurnError, resetsAt: number | null): AgentFailure {
  const found = classOf(error);
  const words = plainWords(error.message);
  const message = error.additionalDetails == null ? words : `${words} (${error.additionalDetails})`;
  return found === 'rate_limit' && resetsAt !== null
    ? { class: found, message, limitEnds: { kind: 'at', epochMs: resetsAt } }
    : { class: found, message };
}

function classOf({ codexErrorInfo: info, message }: TurnError): FailureClass {
  const [name, detail] = typeof info === 'string' ? [info, null] : (Object.entries(info ?? {})[0] ?? ['', null]);
  const status =
    typeof detail === 'object' && detail !== null && 'httpStatusCode' in detail ? detail.httpStatusCode : null;
  const byStatus = typeof status === 'number' ? classOfStatus(status) : undefined;
  // A server's error has a name that says more.
  if (byStatus !== undefined && byStatus !== 'transient') return byStatus;
  if (/quota exceeded|billing/i.test(message)) return 'budget';
  if (/prompt is too long|context (?:window|length)/i.test(message)) return 'context_too_long';
  const words = /\b(401|402|403|429)\b/.exec(message)?.[1];
  if (words !== undefined) return classOfStatus(Number(words)) ?? 'agent_error';
  if (/stream disconnected|network error/i.test(message)) return 'transient';
  return BY_NAME[name] ?? byStatus ?? 'agent_error';
}

/** A turn that did not complete. */
export function classifyTurnEnd(
  { status, error }: { readonly status: string; readonly error: TurnError | null },
  resetsAt: number | null,
): AgentFailure {
  if (error !== null) return classifyTurnError(error, resetsAt);
  return { class: 'agent_error', message: `Codex ended its turn as ${status}.` };
}
