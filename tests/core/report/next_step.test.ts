import { expect, test } from 'vitest';
import { nextStep } from '../../../src/core/report/next_step.ts';
import { merged, runReport } from './reports.ts';

const allIn = Object.fromEntries(
  ['parser', 'docs', 'schema', 'bench', 'changelog', 'plan'].map((key, index) => [key, merged(41 + index)]),
);

test('a run in which every task is done is retried as a whole: no task of it can be', () => {
  const closed = { code: 'final_pull_request_closed', message: 'bob closed the final pull request.' } as const;
  const failed = nextStep(runReport({ run: { state: 'failed', reason: closed }, tasks: allIn }));
  expect(failed).toBe(
    'bob closed the final pull request. Wanted: `/planwright retry` to offer it again, or `/planwright run` to start anew.',
  );
  const reason = { code: 'run_canceled', message: 'Canceled by alice.' } as const;
  const canceled = nextStep(runReport({ run: { state: 'canceled', reason }, tasks: allIn }));
  expect(canceled).toContain('`/planwright retry` goes on from there');
});

test('where tasks were skipped, one of them is retried', () => {
  const reason = { code: 'run_canceled', message: 'Canceled by alice.' } as const;
  const tasks = { ...allIn, docs: { state: 'skipped' } } as const;
  expect(nextStep(runReport({ run: { state: 'canceled', reason }, tasks }))).toContain('`/planwright retry docs`');
});
