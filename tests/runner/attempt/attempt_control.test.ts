import { expect, it } from 'vitest';
import { AttemptControl } from '../../../runner/attempt/attempt_control.ts';

it('an attempt ends for the first cause', () => {
  const control = new AttemptControl();
  expect(control.cause).toBeUndefined();
  control.end({ kind: 'shutdown' }, 'graceful');
  control.end({ kind: 'canceled', reason: 'enough' }, 'immediate');
  expect(control.cause).toEqual({ kind: 'shutdown' });
  expect(control.signals.killing.aborted).toBe(true);
});

it('but one that the service has given up reports nothing, whatever ended it before', () => {
  const control = new AttemptControl();
  control.end({ kind: 'timed_out', message: 'too long' }, 'graceful');
  control.end({ kind: 'fenced' }, 'graceful');
  control.end({ kind: 'shutdown' }, 'graceful');
  expect(control.cause).toEqual({ kind: 'fenced' });
});
