import { expect, test } from 'vitest';
import { committedReport } from '../../../src/core/report/committed_report.ts';
import { finalReport } from '../../../src/core/report/final_report.ts';
import { runReport } from './reports.ts';

test('the final report says who approved the plan, where somebody did', () => {
  const report = runReport({ run: { state: 'succeeded' } });
  expect(finalReport({ ...report, startedBy: 'alice', approvedBy: 'bob' })).toContain(
    'The plan was started by alice, approved by bob.',
  );
  expect(finalReport(report)).not.toContain('The plan was');
});

test('what people asked for in vain and what checks found is no decision', () => {
  const notices = [
    { text: 'carol pressed `retry` of `docs`, and nothing was done.', sort: 'in_vain' },
    { text: 'The check `ci` of `docs` failed twice.', sort: 'seen' },
  ] as const;
  const report = runReport({ run: { state: 'succeeded' }, notices });
  for (const text of [finalReport(report), committedReport(report)]) {
    expect(text).not.toContain('carol');
    expect(text).not.toContain('`ci`');
    expect(text).not.toMatch(/people decided|Decisions/);
  }
  const more = Array.from({ length: 60 }, () => notices[0]);
  const decided = { text: 'ada asked to skip `bench`.', sort: 'done' } as const;
  expect(finalReport({ ...report, notices: [decided, ...more] })).toContain(
    '### What people decided and did\n\n- ada asked to skip `bench`.',
  );
});
