import { expect, it } from 'vitest';
import { classOfStatus } from '../../../runner/agents/api_status.ts';

it.each([
  [401, 'auth'],
  [402, 'budget'],
  [403, 'auth'],
  [408, 'transient'],
  [413, 'context_too_long'],
  [429, 'rate_limit'],
  [500, 'transient'],
  [529, 'transient'],
  [400, undefined],
  [200, undefined],
])('status %i of a model is %s', (status, expected) => {
  expect(classOfStatus(status)).toBe(expected);
});
