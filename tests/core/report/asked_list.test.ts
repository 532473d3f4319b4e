import { expect, test } from 'vitest';
import { askedList } from '../../../src/core/report/asked_list.ts';
import { ORCHESTRATOR } from '../../../src/protocol/questions.ts';
import { runReport, START } from './reports.ts';
import { KEEP } from './scenes.ts';

const answered = { ...KEEP, state: 'answered', answer: 'keep', settledAt: START } as const;

test('what was asked stands with what counted, by whom, and where', () => {
  const settled = [
    [{ ...answered, n: 1, answeredBy: 'bob' }],
    [
      { ...answered, n: 2, answeredBy: ORCHESTRATOR },
      { ...answered, n: 2, task: 'docs', answeredBy: ORCHESTRATOR },
    ],
    [{ ...answered, n: 3, answeredBy: 'alice', answer: 'drop', overruled: 'keep' }],
    [{ ...KEEP, n: 4, task: null, attempt: null, state: 'expired' as const, answer: '@everyone drop' }],
    [{ ...KEEP, n: 5, state: 'withdrawn' as const }],
  ];
  const lines = askedList(runReport({ settled, questionComments: new Map([[1, 77]]) })).split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(
    '- [Q1](https://github.com/acme/dates/issues/40#issuecomment-77) of `schema`: keep the column `legacy_id`? Answered by bob: keep',
  );
  expect(lines[1]).toBe('- Q2 of `schema` and `docs`: keep the column `legacy_id`? Answered by the orchestrator: keep');
  expect(lines[2]).toMatch(/Answered by alice: drop \(the orchestrator had answered: keep\)$/);
  expect(lines[3]).toMatch(/^- Q4: keep .* Nobody answered in time, so the default counted: (?!@everyone)/);
});
