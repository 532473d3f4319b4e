import { expect, test } from 'vitest';
import { newBreaker } from '../../../src/core/breaker/breaker.ts';
import { afterRestart, availability, probed, type SeenBreaker } from '../../../src/core/breaker/resting.ts';

const NOW = 1_000_000;
const seen = (of: Partial<SeenBreaker>): SeenBreaker => ({ ...newBreaker('runner', 'claude'), isProbed: false, ...of });

test.each([
  ['nothing was counted', undefined, 'awake'],
  ['it is closed', seen({ failures: 2 }), 'awake'],
  ['its rest goes on', seen({ state: 'open', restsUntil: NOW + 1 }), 'rests'],
  ['its rest is over', seen({ state: 'open', restsUntil: NOW }), 'once'],
  ['a probe is at work', seen({ state: 'half_open', probe: 'attempt', isProbed: true }), 'rests'],
  ['its probe was lost', seen({ state: 'half_open', probe: 'attempt' }), 'once'],
  ['its probe said nothing', seen({ state: 'half_open' }), 'once'],
] as const)('where %s', (_, breaker, expected) => {
  expect(availability(breaker, NOW)).toBe(expected);
});

test('a probe makes it half-open', () => {
  expect(probed(seen({ state: 'open', restsUntil: NOW }), 'attempt')).toMatchObject({
    state: 'half_open',
    probe: 'attempt',
  });
  expect(probed(seen({ state: 'half_open', probe: 'lost' }), 'attempt')).toMatchObject({ probe: 'attempt' });
});

test('a restart has what rests tried at once, but for limits that were told', () => {
  const open = seen({ state: 'open', restsUntil: NOW + 1 });
  const { isProbed: _, ...woken } = { ...open, restsUntil: NOW };
  expect(afterRestart([open], 'runner', NOW)).toEqual([woken]);
  expect(afterRestart([{ ...open, isTold: true }], 'runner', NOW)).toEqual([]);
  expect(afterRestart([{ ...open, restsUntil: NOW }], 'runner', NOW)).toEqual([]);
  expect(afterRestart([seen({ state: 'half_open', isProbed: true })], 'runner', NOW)).toEqual([]);
  expect(afterRestart([open], 'another', NOW)).toEqual([]);
});
