import { expect, test } from 'vitest';
import { newBreaker } from '../../../src/core/breaker/breaker.ts';
import type { SeenBreaker } from '../../../src/core/breaker/resting.ts';
import { agentRest } from '../../../src/core/text/agent_rest.ts';

const NOW = Date.parse('2026-11-21T13:50:00Z');
const UNTIL = Date.parse('2026-11-21T14:05:00Z');

function text(of: Partial<SeenBreaker>): string {
  const open = { ...newBreaker('runner', 'claude'), state: 'open', restsUntil: UNTIL, isProbed: false } as const;
  return agentRest({ ...open, ...of }, 'forge-2', NOW);
}

test.each([
  [{ failure: { class: 'rate_limit', message: '' }, isTold: true }, '`claude` on forge-2: rate limit until 14:05 UTC'],
  [{ failure: { class: 'rate_limit', message: '' } }, '`claude` on forge-2: rate limit; one try at 14:05 UTC'],
  [
    { failure: { class: 'transient', message: '' }, failures: 5 },
    '`claude` on forge-2: after 5 failures in a row; one try at 14:05 UTC',
  ],
  [
    { failure: { class: 'auth', message: '' } },
    '`claude` on forge-2: its model does not let it in; one try at 14:05 UTC',
  ],
  [
    { failure: { class: 'budget', message: '' } },
    '`claude` on forge-2: no money left on its account; one try at 14:05 UTC',
  ],
  [
    { failure: { class: 'rate_limit', message: '' }, isTold: true, restsUntil: UNTIL + 86_400_000 },
    '`claude` on forge-2: rate limit until 14:05 UTC tomorrow',
  ],
  [
    { failure: { class: 'rate_limit', message: '' }, isTold: true, restsUntil: UNTIL + 2 * 86_400_000 },
    '`claude` on forge-2: rate limit until 14:05 UTC in 2 days',
  ],
  [{ state: 'half_open', isProbed: true }, '`claude` on forge-2: another task tries whether it works again'],
] as const)('%j', (of, expected) => {
  expect(text(of)).toBe(expected);
});
