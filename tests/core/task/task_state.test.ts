import { expect, test } from 'vitest';
import { TASK_INPUTS, taskHasEnded, taskMachine } from '../../../src/core/task/task_state.ts';
import { expectMachine, statesOf } from '../expect_machine.ts';

expectMachine(
  taskMachine,
  TASK_INPUTS,
  `
  pending --dependencies_met--> ready
  pending --take--> blocked
  pending --skip--> skipped
  pending --cancel--> canceled
  pending --tick--> succeeded
  pending --remove--> canceled
  ready --lease--> running
  ready --revive--> running
  ready --ask--> blocked
  ready --take--> blocked
  ready --merged--> succeeded
  ready --reopen--> pending
  ready --skip--> skipped
  ready --cancel--> canceled
  ready --tick--> succeeded
  ready --remove--> canceled
  running --give_back--> ready
  running --ask--> blocked
  running --await_retry--> retrying
  running --attempt_succeeded--> in_review
  running --take--> blocked
  running --fail--> failed
  running --quarantine--> quarantined
  running --cancel--> canceled
  blocked --answered--> ready
  blocked --rework--> ready
  blocked --reopen--> pending
  blocked --let_in--> in_review
  blocked --merged--> succeeded
  blocked --fail--> failed
  blocked --skip--> skipped
  blocked --cancel--> canceled
  blocked --tick--> succeeded
  blocked --remove--> canceled
  retrying --retry_due--> ready
  retrying --revive--> running
  retrying --take--> blocked
  retrying --merged--> succeeded
  retrying --skip--> skipped
  retrying --cancel--> canceled
  in_review --ask--> blocked
  in_review --take--> blocked
  in_review --merged--> succeeded
  in_review --rework--> ready
  in_review --fail--> failed
  in_review --quarantine--> quarantined
  in_review --cancel--> canceled
  succeeded --outdated--> ready
  succeeded --rework--> ready
  failed --merged--> succeeded
  failed --pull_reopened--> in_review
  failed --retry--> ready
  failed --take--> blocked
  failed --skip--> skipped
  quarantined --retry--> ready
  quarantined --take--> blocked
  quarantined --merged--> succeeded
  quarantined --skip--> skipped
  skipped --retry--> ready
  skipped --take--> blocked
  skipped --reopen--> pending
  skipped --tick--> succeeded
  skipped --remove--> canceled
  canceled --merged--> succeeded
  canceled --retry--> ready
  canceled --take--> blocked
  canceled --reopen--> pending
  canceled --skip--> skipped
  canceled --tick--> succeeded
  `,
);

test('a task has ended when only a person brings it back', () => {
  expect(statesOf(taskMachine).filter(taskHasEnded)).toEqual([
    'succeeded',
    'failed',
    'quarantined',
    'skipped',
    'canceled',
  ]);
});
