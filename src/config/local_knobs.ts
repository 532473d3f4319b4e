import { z } from 'zod';
import { LIMIT_MENDS, LIMIT_VARIABLES, type Limits, limitsOf } from './limits.ts';
import { readVariables, type Variables } from './read_variables.ts';
import { milliseconds } from './variable.ts';

const HOUR_MS = 3_600_000;

/**
 * Service and runner of a local plan share the machine: no network delays a heartbeat, and whoever starts a plan again
 * after a crash waits for the leases of the dead runner to end. So leases are shorter than those of a service.
 */
const Schema = z.object({
  LEASE_MS: milliseconds(500, HOUR_MS, 10_000),
  TICK_INTERVAL_MS: milliseconds(50, HOUR_MS, 500),
  CANCEL_GRACE_MS: milliseconds(0, HOUR_MS, 5_000),
  ...LIMIT_VARIABLES,
});

const mends: Record<keyof typeof Schema.shape, string> = {
  LEASE_MS: 'Leave it out for 10000.',
  TICK_INTERVAL_MS: 'Leave it out for 500; local plans have no scheduler of their own.',
  CANCEL_GRACE_MS: 'Leave it out for 5000.',
  ...LIMIT_MENDS,
};

/** Knobs of the service of local plans. */
export type LocalKnobs = Limits & {
  readonly leaseMs: number;
  readonly tickIntervalMs: number;
  readonly cancelGraceMs: number;
};

/** @throws EnvironmentError with all problems at once */
export function readLocalKnobs(variables: Variables): LocalKnobs {
  const read = readVariables(Schema, mends, variables);
  return {
    leaseMs: read.LEASE_MS,
    tickIntervalMs: read.TICK_INTERVAL_MS,
    cancelGraceMs: read.CANCEL_GRACE_MS,
    ...limitsOf(read),
  };
}
