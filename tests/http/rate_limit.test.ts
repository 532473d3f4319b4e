import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../src/http/rate_limit.ts';

function limit(rate = { burst: 3, everyMs: 1_000 }, keysAtMost?: number) {
  const clock = { time: 5_000, now: () => clock.time };
  return { clock, limit: new RateLimit(rate, clock, keysAtMost) };
}

describe('a rate', () => {
  it('lets so many through at once, and says when the next may come', () => {
    const { limit: rate, clock } = limit();
    expect([1, 2, 3, 4, 5].map(() => rate.take('a'))).toEqual([0, 0, 0, 1_000, 1_000]);
    clock.time += 400;
    expect(rate.take('a')).toBe(600);
    clock.time += 600;
    expect([rate.take('a'), rate.take('a')]).toEqual([0, 1_000]);
  });

  it('is whole again after a rest, and not more than that', () => {
    const { limit: rate, clock } = limit();
    for (const _ of [1, 2, 3]) rate.take('a');
    clock.time += 60_000;
    expect([1, 2, 3, 4].map(() => rate.take('a'))).toEqual([0, 0, 0, 1_000]);
  });

  it('is each key by itself, and looking counts nothing', () => {
    const { limit: rate } = limit({ burst: 1, everyMs: 1_000 });
    expect(rate.waitMs('a')).toBe(0);
    expect(rate.waitMs('a')).toBe(0);
    expect(rate.take('a')).toBe(0);
    expect(rate.waitMs('a')).toBe(1_000);
    expect(rate.take('b')).toBe(0);
  });

  it('remembers no more keys than it may, and forgets the one that was idle longest', () => {
    const { limit: rate } = limit({ burst: 2, everyMs: 1_000 }, 2);
    for (const key of ['a', 'b', 'a', 'c']) rate.take(key);
    expect([rate.waitMs('a'), rate.waitMs('b')]).toEqual([1_000, 0]);
  });
});
