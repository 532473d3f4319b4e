import { MESSAGE_LIMIT, type Outcome, SUMMARY_LIMIT } from '../../../src/protocol/outcome.ts';
import type { Attempt } from '../attempt.ts';
import type { EndCause } from '../attempt_control.ts';
import type { AttemptFailure } from '../attempt_failure.ts';
import type { DiffSize } from '../diff_size.ts';

/** What every outcome tells. */
export type OutcomeFacts = { readonly commit: string | null; readonly size: DiffSize; readonly durationMs: number };

/** The outcome of an attempt whose work is done and verified. */
export function succeeded(attempt: Attempt, facts: OutcomeFacts): Outcome {
  return { kind: 'succeeded', ...common(attempt, facts) };
}

/** The outcome of an attempt that failed by itself, or took too long. */
export function failed(attempt: Attempt, failure: AttemptFailure, facts: OutcomeFacts): Outcome {
  const message = bounded(failure.message);
  if (failure.code === 'timeout') return { kind: 'timed_out', message, ...common(attempt, facts) };
  const { code, retryAfterMs, failedProvider } = failure;
  const after = retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) };
  const by = failedProvider === undefined ? {} : { failedProvider };
  return { kind: 'failed', class: code, message, action: attempt.action, ...by, ...after, ...common(attempt, facts) };
}

/** The outcome of an attempt that was ended from outside; undefined where nothing may be reported any more. */
export function ended(attempt: Attempt, cause: EndCause, facts: OutcomeFacts): Outcome | undefined {
  const { work } = attempt.request;
  const failedWith = (found: 'transient' | 'idle' | 'budget' | 'run_budget', message: string): Outcome => ({
    kind: 'failed',
    class: found,
    message,
    action: attempt.action,
    // Nobody else can stand still like that.
    ...(found === 'idle' && work.kind === 'agent' ? { failedProvider: work.provider } : {}),
    ...common(attempt, facts),
  });
  switch (cause.kind) {
    case 'canceled':
      return { kind: 'canceled', message: bounded(cause.reason || 'canceled'), ...common(attempt, facts) };
    case 'timed_out':
      return { kind: 'timed_out', message: bounded(cause.message), ...common(attempt, facts) };
    case 'blocked':
      return { kind: 'blocked', message: bounded(cause.message), ...common(attempt, facts) };
    case 'idle':
      return failedWith('idle', bounded(cause.message));
    case 'over_budget':
      // It is a limit of the task or the run: the agent's account is not to blame.
      return failedWith(cause.class, bounded(cause.message));
    case 'lease_lost':
      return failedWith(
        'transient',
        'the runner could not reach the service to renew its lease, and ended the attempt',
      );
    case 'shutdown':
      return failedWith('transient', 'the runner was shut down');
    case 'fenced':
      return undefined;
    default:
      return cause satisfies never;
  }
}

function common(attempt: Attempt, { commit, size, durationMs }: OutcomeFacts) {
  const usage = attempt.usage();
  return {
    ...(usage === undefined ? {} : { usage }),
    commit,
    evidence: attempt.evidence.toArray(),
    outputs: attempt.outputs.toObject(),
    summary: attempt.summary.slice(-SUMMARY_LIMIT),
    durationMs: Math.round(durationMs),
    ...size,
  };
}

function bounded(message: string): string {
  return message.length <= MESSAGE_LIMIT ? message : `${message.slice(0, MESSAGE_LIMIT - 1)}…`;
}
