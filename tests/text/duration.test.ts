import { describe, expect, it } from 'vitest';
import { durationSetting, durationText, parseDuration } from '../../src/text/duration.ts';
import fc from '../support/fast_check.ts';

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    [' 1h30m ', 5_400_000],
    ['1d 2h', 93_600_000],
    ['500ms', 500],
    ['1M', 60_000],
    ['24d', 2_073_600_000],
  ])('is read from %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', 'soon', '5', '0s', '-1m', '1.5h', '30m1h', '1h 1h', '24d1ms', '999999999d'])('is none in %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is read back as it was written', () => {
    const all = fc.integer({ min: 1, max: 24 * 86_400_000 });
    fc.assert(fc.property(all, (ms) => parseDuration(durationSetting(ms)) === ms));
  });

  it.each([
    [-1, '0.0s'],
    [420, '0.4s'],
    [9_949, '9.9s'],
    [9_950, '10s'],
    [12_000, '12s'],
    [59_700, '1m00s'],
    [362_000, '6m02s'],
    [3_599_700, '1h00m'],
    [3_900_000, '1h05m'],
  ])('of %d ms is for people %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
