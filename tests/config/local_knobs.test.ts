import { expect, it } from 'vitest';
import { EnvironmentError } from '../../src/config/environment_error.ts';
import { readLocalKnobs } from '../../src/config/local_knobs.ts';

it('has shorter leases than a service, and the same limits', () => {
  expect(readLocalKnobs({})).toMatchObject({ leaseMs: 10_000, tickIntervalMs: 500, logHeadBytes: 2_097_152 });
  const set = { ATTEMPT_TIMEOUT_MS: '5000', LOG_TAIL_BYTES: '10', MAX_CONCURRENCY: '3' };
  expect(readLocalKnobs(set)).toMatchObject({ attemptTimeoutMs: 5_000, logTailBytes: 10, maxConcurrency: 3 });
});

it('refuses all limits that cannot be right at once', () => {
  const wrong = { LOG_HEAD_BYTES: '0', STEP_TIMEOUT_MS: 'soon' };
  expect(() => readLocalKnobs(wrong)).toThrow(EnvironmentError);
  expect(() => readLocalKnobs(wrong)).toThrow('LOG_HEAD_BYTES');
  expect(() => readLocalKnobs(wrong)).toThrow('STEP_TIMEOUT_MS');
});
