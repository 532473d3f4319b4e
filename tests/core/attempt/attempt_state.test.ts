import { expect, test } from 'vitest';
import { ATTEMPT_INPUTS, attemptIsLive, attemptMachine } from '../../../src/core/attempt/attempt_state.ts';
import { expectMachine, statesOf } from '../expect_machine.ts';

expectMachine(
  attemptMachine,
  ATTEMPT_INPUTS,
  `
  leased --start--> running
  leased --fail--> failed
  leased --time_out--> timed_out
  leased --cancel--> canceled
  leased --lose--> lost
  running --succeed--> succeeded
  running --fail--> failed
  running --ask--> blocked
  running --time_out--> timed_out
  running --cancel--> canceled
  running --lose--> lost
  lost --revive--> running
  `,
);

test('an attempt is live while its runner may report on it', () => {
  expect(statesOf(attemptMachine).filter(attemptIsLive)).toEqual(['leased', 'running']);
});
