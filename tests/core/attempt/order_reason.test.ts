import { describe, expect, test } from 'vitest';
import { interruptionBy } from '../../../src/core/attempt/order_reason.ts';

describe('for what an attempt is told to end', () => {
  test.each(['paused', 'overruled', 'taken', 'run_budget'] as const)('its code says so: %s', (code) => {
    expect(interruptionBy({ code, reason: 'Whatever it says.' })).toBe(code);
  });

  test.each([
    ['paused', 'paused'],
    ['overruled', 'overruled'],
    ['taken', 'taken'],
    ['the budget is used up', 'run_budget'],
  ])('its words do, where an earlier version wrote it: %s', (reason, code) => {
    expect(interruptionBy({ reason })).toBe(code);
  });

  test('for itself, or for nothing', () => {
    expect(interruptionBy({ code: 'canceled', reason: 'paused' })).toBeNull();
    expect(interruptionBy({ reason: 'Canceled by ada.' })).toBeNull();
    expect(interruptionBy(null)).toBeNull();
  });
});
