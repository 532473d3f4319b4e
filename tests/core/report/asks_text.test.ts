import { expect, test } from 'vitest';
import { asksText } from '../../../src/core/report/asks_text.ts';
import { KEEP } from './scenes.ts';

const plain = (n: number) => `Q${n}`;

test('a question that settles itself says how and when, and the command names that answer', () => {
  const askedAt = Date.UTC(2026, 10, 21, 23, 40);
  const settling = { ...KEEP, askedAt, default: 'Drop', deadlineAt: askedAt + 600_000 };
  const asked = 'asks: keep the column `legacy_id`? (Q3';
  expect(asksText({ questions: [settling] }, plain)).toBe(
    `${asked}; Drop counts from 23:50:00 UTC). \`/planwright answer Q3 drop\` answers it`,
  );
  const tomorrow = { ...settling, default: '@bob', deadlineAt: askedAt + 7_200_000 };
  expect(asksText({ questions: [tomorrow, KEEP] }, plain)).toMatch(
    /; (?!@bob).*bob counts from 2026-11-22 01:40 UTC\); keep/,
  );
  expect(asksText({ questions: [{ ...settling, deadlineAt: null }] }, plain)).toContain(`${asked}). `);
});

test('a question that has a comment is linked, and says there how it is answered', () => {
  const linked = (n: number) => `[Q${n}](#)`;
  expect(asksText({ questions: [KEEP] }, linked)).toBe('asks: keep the column `legacy_id`? ([Q3](#))');
});

test('what the orchestrator looks at first says so, and wants nothing of people', () => {
  const looked = { ...KEEP, isWithOrchestrator: true } as const;
  expect(asksText({ questions: [looked] }, plain)).toBe(
    'asks: keep the column `legacy_id`? (Q3; the orchestrator looks at it first)',
  );
  expect(asksText({ questions: [looked, { ...KEEP, n: 4 }] }, plain)).toContain('answers it');
});
