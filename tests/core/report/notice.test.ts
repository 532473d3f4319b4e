import { expect, test } from 'vitest';
import { noticeOf } from '../../../src/core/report/notice.ts';

test.each([
  ['paused_by_person', 'ada paused the run.'],
  ['issue_closed', 'ada closed the issue, which paused the run.'],
  ['issue_unlabelled', 'ada took the label off the issue, which paused the run.'],
  ['integration_deleted', 'ada deleted the integration branch, which paused the run.'],
  ['integration_rewritten', 'ada rewrote the integration branch, which paused the run.'],
  ['app_removed', 'ada took the repository away from the App, which paused the run.'],
] as const)('what paused a run is told as what was done: %s', (because, told) => {
  expect(noticeOf(null, { kind: 'pause_requested', by: 'ada', because })).toBe(told);
});
