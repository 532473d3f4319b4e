import { describe, expect, test } from 'vitest';
import { BREAKER_INPUTS, BREAKER_STATES, breakerMachine, newBreaker } from '../../../src/core/breaker/breaker.ts';

/** State, input, and where it leads; what is not here is refused. */
const MOVES = [
  ['closed', 'worked', 'closed'],
  ['closed', 'failed', 'closed'],
  ['closed', 'tripped', 'open'],
  ['open', 'probe', 'half_open'],
  ['open', 'prolonged', 'open'],
  ['half_open', 'worked', 'closed'],
  ['half_open', 'failed', 'open'],
  ['half_open', 'tripped', 'open'],
  ['half_open', 'prolonged', 'open'],
  ['half_open', 'probe', 'half_open'],
] as const;

describe.each(BREAKER_STATES)('a breaker that is %s', (state) => {
  test.each(BREAKER_INPUTS)('on %s', (input) => {
    const move = MOVES.find(([from, by]) => from === state && by === input);
    if (move === undefined) expect(() => breakerMachine.next(state, input)).toThrow();
    else expect(breakerMachine.next(state, input)).toBe(move[2]);
  });
});

test('a new one lets everything through', () => {
  expect(newBreaker('runner', 'claude')).toMatchObject({ state: 'closed', failures: 0, restsUntil: null, version: 0 });
});
