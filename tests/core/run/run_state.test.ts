import { expect, test } from 'vitest';
import { RUN_INPUTS, runHasEnded, runMachine } from '../../../src/core/run/run_state.ts';
import { expectMachine, statesOf } from '../expect_machine.ts';

expectMachine(
  runMachine,
  RUN_INPUTS,
  `
  pending --begin--> running
  pending --fail--> failed
  pending --cancel--> canceled
  running --pause--> paused
  running --all_in--> in_review
  running --fail--> failed
  running --quarantine--> quarantined
  running --cancel--> canceled
  paused --resume--> running
  paused --accept--> succeeded
  paused --fail--> failed
  paused --quarantine--> quarantined
  paused --cancel--> canceled
  in_review --accept--> succeeded
  in_review --reopen--> running
  in_review --fail--> failed
  in_review --quarantine--> quarantined
  in_review --cancel--> canceled
  failed --retry--> running
  failed --accept--> succeeded
  quarantined --retry--> running
  quarantined --accept--> succeeded
  canceled --retry--> running
  canceled --accept--> succeeded
  `,
);

test('a run has ended when nothing happens to it by itself', () => {
  expect(statesOf(runMachine).filter(runHasEnded)).toEqual(['succeeded', 'failed', 'quarantined', 'canceled']);
});
