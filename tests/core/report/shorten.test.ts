import { afterEach, expect, test, vi } from 'vitest';
import { shorten } from '../../../src/core/report/shorten.ts';

/** How many lines were read to see what they leave open. */
const read = vi.hoisted(() => ({ lines: 0 }));

vi.mock(import('../../../src/core/plan/markdown/split_chunks.ts'), async (original) => {
  const actual = await original();
  const closingLines: typeof actual.closingLines = (lines) => {
    read.lines += lines.length;
    return actual.closingLines(lines);
  };
  return { ...actual, closingLines };
});

afterEach(() => {
  read.lines = 0;
});

test('a fence that takes half of the room is closed, and each line is read once', () => {
  const fence = '`'.repeat(20_000);
  const text = `${fence}\n${'x\n'.repeat(100_000)}`;
  const limit = 65_535;
  const short = shorten(text, limit);
  expect(short.length).toBeLessThanOrEqual(limit);
  // One line more would not fit.
  expect(short.length).toBeGreaterThan(limit - 3);
  expect(short.startsWith(`${fence}\nx\n`)).toBe(true);
  expect(short.endsWith(`\nx\n${fence}\n\n…`)).toBe(true);
  expect(read.lines).toBeGreaterThan(0);
  expect(read.lines).toBeLessThanOrEqual(limit);
});

test('a fence that leaves no room for its end is left out with all that is in it', () => {
  const fence = '~'.repeat(40_000);
  expect(shorten(`Before.\n\n${fence}\n${'x\n'.repeat(50_000)}`, 65_535)).toBe('Before.\n\n…');
  expect(shorten(`${fence}\n${'x\n'.repeat(50_000)}`, 65_535)).toBe('…');
  expect(read.lines).toBeLessThanOrEqual(2 * 65_535);
});
