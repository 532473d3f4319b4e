import { expect, it } from 'vitest';
import { finalReport } from '../../../src/core/report/final_report.ts';
import { runReport } from './reports.ts';

it('the final report says who approved the plan, where somebody did', () => {
  const report = runReport({ run: { state: 'succeeded' } });
  expect(finalReport({ ...report, startedBy: 'alice', approvedBy: 'bob' })).toContain(
    'The plan was started by alice, approved by bob.',
  );
  expect(finalReport(report)).not.toContain('The plan was');
});
