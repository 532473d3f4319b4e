import type { Outcome } from '../../protocol/outcome.ts';
import { type AgentEnd, afterAttempt } from '../breaker/after_attempt.ts';
import { type BreakerRecord, type BreakerThresholds, newBreaker } from '../breaker/breaker.ts';
import type { Change } from '../changes.ts';
import type { AttemptRecord } from '../records.ts';

/** The provider of the agent that works in an attempt; null: none does, it runs commands or only verifies. */
export function providerOf({ request }: Pick<AttemptRecord, 'request'>): string | null {
  return request.work.kind === 'agent' ? request.work.provider : null;
}

/**
 * What the end of an attempt changes at the breaker of its agent on its runner.
 *
 * @param breaker null: nothing was counted there yet
 */
export function noteAgentEnd(
  attempt: Pick<AttemptRecord, 'id' | 'runner' | 'request'>,
  outcome: Outcome,
  breaker: BreakerRecord | null,
  thresholds: BreakerThresholds,
  now: number,
): readonly Change[] {
  const provider = providerOf(attempt);
  if (provider === null) return [];
  const before = breaker ?? newBreaker(attempt.runner, provider);
  const after = afterAttempt(before, attempt.id, agentEnd(outcome, provider), thresholds, now);
  return after === before ? [] : [{ kind: 'save_breaker', breaker: after }];
}

/** What an outcome says about the agent. A report counts only for the agent that was asked to work. */
function agentEnd(outcome: Outcome, provider: string): AgentEnd {
  switch (outcome.kind) {
    case 'succeeded':
    case 'blocked':
      return { kind: 'worked' };
    case 'failed': {
      const { class: name, message, retryAfterMs, action } = outcome;
      if (outcome.failedProvider === provider) {
        const told = retryAfterMs === undefined ? {} : { retryAfterMs };
        return { kind: 'failed', class: name, message, ...told, couldNotStart: action === 'start_agent' };
      }
      // What comes after the agent shows that it ended well.
      const hasEnded = action === 'commit' || action === 'verify' || action === 'push';
      return { kind: hasEnded ? 'worked' : 'unknown' };
    }
    case 'timed_out':
    case 'canceled':
      return { kind: 'unknown' };
    default:
      return outcome satisfies never;
  }
}
