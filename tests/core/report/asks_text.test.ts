import { expect, test } from 'vitest';
import { asksText } from '../../../src/core/report/asks_text.ts';
import { KEEP } from './scenes.ts';

test('a question that settles itself says how and when, and the command names that answer', () => {
  const askedAt = Date.UTC(2026, 10, 21, 23, 40);
  const settling = { ...KEEP, askedAt, default: 'Drop', deadlineAt: askedAt + 600_000 };
  const asked = 'asks: keep the column `legacy_id`? (Q3';
  expect(asksText({ questions: [settling] })).toBe(
    `${asked}; Drop counts from 23:50:00 UTC). \`planwright answer Q3 drop\` answers it`,
  );
  const tomorrow = { ...settling, default: '@bob', deadlineAt: askedAt + 7_200_000 };
  expect(asksText({ questions: [tomorrow, KEEP] })).toMatch(/; (?!@bob).*bob counts from 2026-11-22 01:40 UTC\); keep/);
  expect(asksText({ questions: [{ ...settling, deadlineAt: null }] })).toContain(`${asked}). `);
});
