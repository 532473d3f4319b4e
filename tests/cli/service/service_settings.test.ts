import { expect, test } from 'vitest';
import { settingsOf } from '../../../src/cli/service/service_settings.ts';
import { readServiceEnvironment } from '../../../src/config/service_environment.ts';

test('every knob of the environment reaches the setting that it names', () => {
  const environment = readServiceEnvironment({
    RUNNER_TOKEN: 'for-runners',
    OPERATOR_TOKEN: 'for-people',
    LEASE_MS: '1001',
    TICK_INTERVAL_MS: '1002',
    CANCEL_GRACE_MS: '1003',
    MAX_CONCURRENCY: '1004',
    MAX_REPOSITORY_CONCURRENCY: '1005',
    ATTEMPT_TIMEOUT_MS: '1006',
    STEP_TIMEOUT_MS: '1007',
    IDLE_TIMEOUT_MS: '1011',
    LOG_HEAD_BYTES: '1008',
    LOG_TAIL_BYTES: '1009',
    LOG_RETENTION_MS: '3600010',
  });
  expect(settingsOf(environment)).toEqual({
    leaseMs: 1001,
    tickIntervalMs: 1002,
    logRetentionMs: 3_600_010,
    execution: {
      cancelGraceMs: 1003,
      timeoutMs: 1006,
      stepTimeoutMs: 1007,
      idleMs: 1011,
      askWaitMs: 60_000,
      logHeadBytes: 1008,
      logTailBytes: 1009,
    },
    scheduling: { serviceConcurrency: 1004, repositoryConcurrency: 1005, headStartMs: 1001 },
    breaker: { failures: 5, cooldownMs: 120_000 },
  });
});
