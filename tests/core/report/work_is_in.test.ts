import { expect, test } from 'vitest';
import { doneTasks } from '../../../src/core/report/done_tasks.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { finalReport } from '../../../src/core/report/final_report.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { statusHead } from '../../../src/core/report/status_head.ts';
import type { TaskView } from '../../../src/protocol/views.ts';
import { HEAD, merged, runReport } from './reports.ts';

const allIn = Object.fromEntries(
  ['parser', 'docs', 'schema', 'bench', 'changelog', 'plan'].map((key, index) => [key, merged(41 + index)]),
);
const skipped = { code: 'skipped_by_person', message: 'Skipped by bob.' };
/** Its first work is in; the further attempt is not. */
const unmended = { ...allIn.docs, state: 'skipped', commit: null, reason: skipped } as const;
const reportOf = (docs: Partial<TaskView>, state: 'in_review' | 'succeeded' | 'failed' = 'in_review') =>
  runReport({ run: { state, finalPull: 50 }, tasks: { ...allIn, docs } });

test('work that is merged is told as merged, whatever ended the further attempt that was to mend it', () => {
  const { body } = finalPull(reportOf(unmended));
  expect(body).toContain('**5 of 5 tasks done (100 %)');
  expect(body).toContain('- #42 `docs` Document the parser (what was found in it is not mended: skipped by bob)\n');
  expect(body).not.toContain('Not in it');
  const report = finalReport(reportOf(unmended, 'succeeded'));
  expect(report).toContain(
    '- #42 `docs` Document the parser (merged; what was found in it is not mended: skipped by bob.)',
  );
  expect(report).not.toContain('Left over');
  expect(statusHead(reportOf(unmended, 'succeeded'))).toContain('Nothing is left to do here.');
  expect(statusHead(reportOf(unmended))).not.toContain('skipped');
  expect(doneTasks(reportOf(unmended)).map(({ id }) => id)).toContain('docs');
});

test('its row has the sign, the pull request and the commit of what is merged', () => {
  const row = statusComment(reportOf(unmended)).match(/^\| . \| `docs` .*$/m)?.[0];
  expect(row).toMatch(/^\| ✓ .* \| merged; what was found in it is not mended: skipped by bob\. \| #42 /);
  expect(row).toContain(HEAD);
});

test.each(['failed', 'canceled'] as const)('one that %s is told so too, and what can be done about it', (state) => {
  const report = reportOf({ ...unmended, state, reason: { code: 'x', message: 'It broke.' } }, 'failed');
  const { body } = finalPull(report);
  expect(body).toContain('(what was found in it is not mended: ');
  expect(body).not.toContain('Not in it');
  expect(body).toContain('`/planwright retry docs` or `/planwright skip docs`');
  expect(statusHead(report)).toContain(`1 ${state}`);
});

test('work that is not in is left over as before', () => {
  const { body } = finalPull(reportOf({ state: 'skipped', reason: skipped }));
  expect(body).toContain('**4 of 5 tasks done (80 %)');
  expect(body).toMatch(/Not in it[\s\S]*`docs` Document the parser \(skipped by bob\)/);
});
