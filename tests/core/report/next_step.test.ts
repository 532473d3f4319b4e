import { expect, test } from 'vitest';
import { nextStep } from '../../../src/core/report/next_step.ts';
import { statusHead } from '../../../src/core/report/status_head.ts';
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

test('all that is wanted of people stands in one sentence', () => {
  const bench = { state: 'failed', reason: { code: 'x', message: 'Failed.' } } as const;
  expect(nextStep(runReport({ tasks: { bench, schema: { state: 'blocked' } } }))).toBe(
    'Wanted: `/planwright retry bench` or `/planwright skip bench`; an answer for `schema`. Nothing else can go on until then.',
  );
  expect(
    nextStep(runReport({ tasks: { schema: { state: 'blocked' }, docs: { state: 'ready', waitsFor: 'x' } } })),
  ).toBe('Wanted: an answer for `schema`. Nothing is at work: `docs` waits for x.');
});

test('what is ready and lacks more than room is not told as about to start, nor anything while a run rests', () => {
  const tasks = {
    docs: { state: 'ready', waitsFor: 'a runner with the label `gpu`' },
    schema: { state: 'ready', waitsFor: 'a free slot' },
    bench: { state: 'ready', waitsFor: null },
  } as const;
  expect(statusHead(runReport({ tasks }))).toContain(' 1 held up, 2 ready to start. ');
  expect(statusHead(runReport({ run: { state: 'paused' }, tasks }))).not.toMatch(/held up|ready/);
});

test('where tasks were skipped, one of them is retried', () => {
  const reason = { code: 'run_canceled', message: 'Canceled by alice.' } as const;
  const tasks = { ...allIn, docs: { state: 'skipped' } } as const;
  expect(nextStep(runReport({ run: { state: 'canceled', reason }, tasks }))).toContain('`/planwright retry docs`');
});
