import { expect, test } from 'vitest';
import { noticeOf } from '../../../src/core/report/notice.ts';

test.each([
  ['paused_by_person', 'ada paused the run.'],
  ['issue_closed', 'ada closed the issue, which paused the run.'],
  ['integration_deleted', 'ada deleted the integration branch, which paused the run.'],
  ['integration_rewritten', 'ada rewrote the integration branch, which paused the run.'],
  ['app_removed', 'ada took the repository away from the App, which paused the run.'],
  ['app_suspended', 'ada suspended the App, which paused the run.'],
  ['app_out_of_reach', 'ada moved the repository to an owner without the App, or took it away, which paused the run.'],
] as const)('what paused a run is told as what was done: %s', (because, told) => {
  expect(noticeOf(null, { kind: 'pause_requested', by: 'ada', because }).text).toBe(told);
});

test('a branch that was rewritten is told with where the work lies that was on it', () => {
  const body = { kind: 'branch_pushed', by: 'bob', commit: 'e'.repeat(40) } as const;
  expect(noticeOf('parser', body).text).toBe('bob pushed eeeeeee to the branch of `parser`.');
  const dropped = { commit: 'c'.repeat(40), ref: 'refs/planwright/attempts/r/parser/1' };
  expect(noticeOf('parser', { ...body, dropped }).text).toBe(
    'bob rewrote the branch of `parser`: eeeeeee took the place of ccccccc, which stays at `refs/planwright/attempts/r/parser/1`. What was pushed is verified.',
  );
});

test('a label that was taken off is told by its name', () => {
  const body = { kind: 'pause_requested', by: 'ada', because: 'issue_unlabelled', label: 'a `plan` | @bob' } as const;
  expect(noticeOf(null, body).text).toBe(
    'ada took the label <code>a &#96;plan&#96; &#124; &#64;bob</code> off the issue, which paused the run.',
  );
  expect(noticeOf(null, { ...body, label: 'plan' }).text).toBe(
    'ada took the label `plan` off the issue, which paused the run.',
  );
});

test.each([
  ['what a person did', { kind: 'noticed', what: 'ada merged #41.' }, 'done'],
  ['what was asked in vain', { kind: 'noticed', what: 'ada pressed `retry` in vain.', sort: 'in_vain' }, 'in_vain'],
  ['what a check found', { kind: 'noticed', what: 'The check `ci` failed.', sort: 'seen' }, 'seen'],
  ['what the orchestrator answered', { kind: 'noticed', what: 'It answered Q2.', overrulable: 2 }, 'seen'],
  ['a command that was followed', { kind: 'retry_requested', by: 'ada' }, 'done'],
] as const)('%s is told as that', (_, body, sort) => {
  expect(noticeOf(null, body).sort).toBe(sort);
});

test('an edit counts among what was done only once the run follows it', () => {
  const none = { added: [], changed: [], removed: [], leftAlone: [], ticked: [], settings: [] };
  const edit = { by: 'ada', planHash: 'h', ...none, around: true, untold: 0 };
  const sorts = (['plan_edited', 'plan_edit_proposed'] as const).map((kind) => noticeOf(null, { ...edit, kind }).sort);
  expect(sorts).toEqual(['done', 'in_vain']);
  const refused = { kind: 'plan_edit_refused', by: 'ada', body: 'h', problems: [], untold: 1 } as const;
  expect(noticeOf(null, refused).sort).toBe('in_vain');
});
