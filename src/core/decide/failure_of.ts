import type { Outcome } from '../../protocol/outcome.ts';
import type { Failure } from '../failure_note.ts';

/** How an outcome that is no success failed; null: it is one. */
export function failureOf(outcome: Outcome): Failure | null {
  switch (outcome.kind) {
    case 'succeeded':
      return null;
    case 'failed':
      return {
        class: outcome.class,
        message: outcome.message,
        ...(outcome.action === undefined ? {} : { action: outcome.action }),
        ...(outcome.failedProvider === undefined ? {} : { failedProvider: outcome.failedProvider }),
        ...(outcome.retryAfterMs === undefined ? {} : { retryAfterMs: outcome.retryAfterMs }),
      };
    case 'timed_out':
      return { class: 'timeout', message: outcome.message };
    case 'canceled':
      return { class: 'canceled', message: outcome.message };
    case 'blocked':
      return { class: 'blocked', message: outcome.message };
    default:
      return outcome satisfies never;
  }
}
