import type { CheckFinding, ReviewFinding } from '../../src/core/finding/finding_record.ts';

/** A review of this number, which asks for changes. */
export function review(number: number): ReviewFinding {
  return { kind: 'review', pull: 1, review: number, by: 'ada', text: 'Do it otherwise.' };
}

/** The failure of a check, which says something else each time. */
export function failingCheck(number: number, commit: string): CheckFinding {
  const ran = { checkRun: number, completedAt: '2026-11-21T04:00:00Z', commit };
  const said = { message: String.fromCodePoint(0x4e00 + number), annotations: [], log: '' };
  return { kind: 'check', name: `check ${number}`, app: 'ci', ...ran, ...said };
}
