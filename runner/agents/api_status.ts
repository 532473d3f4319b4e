import type { FailureClass } from '../../src/protocol/outcome.ts';

const BY_STATUS: Readonly<Record<number, FailureClass>> = {
  401: 'auth',
  402: 'budget',
  403: 'auth',
  408: 'transient',
  413: 'context_too_long',
  429: 'rate_limit',
};

/** What an HTTP status of a model's API comes to; undefined: it says nothing of its own. */
export function classOfStatus(status: number): FailureClass | undefined {
  return BY_STATUS[status] ?? (status >= 500 ? 'transient' : undefined);
}
