import { describe, expect, it } from 'vitest';
import { secondOf, wasSeen } from '../../../src/core/question/was_seen.ts';
import type { Shown } from '../../../src/core/shown.ts';

const ASKED_AT = 20_700;
const question = { n: 3, askedAt: ASKED_AT };
const row = (what: Shown['what'], digest = 'as it stands'): Shown => ({ subject: 'run', what, number: null, digest });

describe('whether somebody could have seen a question', () => {
  it('is told by when its comment stood there', () => {
    const shown = [row('question:3'), row('asked:2', '1000'), row('asked:3', '25000')];
    expect([24_000, 25_000, 26_000].map((at) => wasSeen(question, shown, at))).toEqual([false, true, true]);
  });

  it('nobody could before it has one', () => {
    expect(wasSeen(question, [row('question:2'), row('asked:2', '1000')], 90_000)).toBe(false);
  });

  it('is told by when it was asked where no comment could be written', () => {
    expect([19_000, 20_000, 21_000].map((at) => wasSeen(question, [row('question:3')], at))).toEqual([
      false,
      true,
      true,
    ]);
  });
});

it('a second begins where GitHub tells it', () => {
  expect([0, 999, 1_000, 1_999].map(secondOf)).toEqual([0, 0, 1_000, 1_000]);
});
