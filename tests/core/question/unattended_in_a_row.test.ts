import { expect, test } from 'vitest';
import { unattendedInARow } from '../../../src/core/question/unattended_in_a_row.ts';
import { ORCHESTRATOR } from '../../../src/protocol/questions.ts';
import { questionRecord } from '../records.ts';

const asked = (n: number, attempt: number, state: 'expired' | 'answered' | 'withdrawn' = 'expired', by = 'ada') =>
  questionRecord({ n, attempt, state, answeredBy: state === 'answered' ? by : null });

test.each([
  ['nothing was asked', [], 0],
  ['two attempts asked, one of them twice', [asked(1, 1), asked(2, 1), asked(3, 2)], 2],
  ['the attempt itself asked', [asked(1, 1), asked(2, 3)], 1],
  ['what was asked was withdrawn', [asked(1, 1), asked(2, 2, 'withdrawn')], 1],
  ['a person answered between', [asked(1, 1), asked(2, 1, 'answered'), asked(3, 2)], 1],
  ['the orchestrator answered', [asked(1, 1), asked(2, 2, 'answered', ORCHESTRATOR)], 2],
  ['a person answered last', [asked(1, 1), asked(2, 2, 'answered')], 0],
])('counts attempts before this one: %s', (_, questions, count) => {
  expect(unattendedInARow(questions, 3)).toBe(count);
});
