import type { FailureClass } from '../../../src/protocol/outcome.ts';
import type { AgentExit, AgentFailure } from '../agent_driver.ts';
import { classOfStatus } from '../api_status.ts';
import { endedEarly } from '../failures.ts';
import type { Result } from './messages.ts';

/** What Claude Code said on its way that tells more than its result. */
export type Signs = {
  /** Of its last message that was no answer of the model's: `rate_limit`, `billing_error`, … */
  readonly error: string | null;
  /** When a limit that was reported last ends, as an epoch time in milliseconds. */
  readonly resetsAt: number | null;
};

/** What its own names of errors come to. */
const BY_ERROR: Readonly<Record<string, FailureClass>> = {
  billing_error: 'budget',
  authentication_failed: 'auth',
  oauth_org_not_allowed: 'auth',
  rate_limit: 'rate_limit',
  server_error: 'transient',
  overloaded: 'transient',
};

/**
 * Why the work was not done; null: it was. API failures call themselves a success (`subtype`) with `is_error`, and a
 * result may be missing altogether.
 */
export function classifyResult(result: Result | null, signs: Signs, exit: AgentExit): AgentFailure | null {
  if (result === null) return withoutResult(exit);
  if (!result.is_error && result.subtype === 'success') return null;
  const found = classOf(result, signs);
  const words = result.result ?? result.errors?.join('; ') ?? '';
  const message = words === '' ? `Claude Code ended with ${result.subtype}` : words;
  if (/no conversation found/i.test(`${message}\n${exit.stderrTail}`)) {
    return { class: 'agent_error', message, isSessionLost: true };
  }
  return found === 'rate_limit' && signs.resetsAt !== null
    ? { class: found, message, limitEnds: { kind: 'at', epochMs: signs.resetsAt } }
    : { class: found, message };
}

function classOf(
  { subtype, terminal_reason: reason, api_error_status: status }: Result,
  { error }: Signs,
): FailureClass {
  if (reason === 'prompt_too_long') return 'context_too_long';
  if (reason === 'budget_exhausted' || subtype === 'error_max_budget_usd') return 'budget';
  const named = error === null ? undefined : BY_ERROR[error];
  if (named !== undefined) return named;
  if (typeof status === 'number') return classOfStatus(status) ?? 'agent_error';
  // The model's stream broke off with nothing to show.
  return subtype === 'error_during_execution' && reason === 'completed' ? 'transient' : 'agent_error';
}

/** A conversation that is not there is told of on the error output. */
function withoutResult(exit: AgentExit): AgentFailure {
  const failure = endedEarly('Claude Code', exit);
  return /no conversation found/i.test(exit.stderrTail) ? { ...failure, isSessionLost: true } : failure;
}
