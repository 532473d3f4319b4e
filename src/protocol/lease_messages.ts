import { z } from 'zod';
import { ExecutionRequest } from './execution_request.ts';
import { DurationMs, Id } from './primitives.ts';
import { ORCHESTRATOR_SLOTS, Slot } from './slot.ts';

/** The longest that `lease` may wait for work. */
export const LEASE_WAIT_LIMIT_MS = 25_000;

/**
 * `POST lease`: asks for up to `capacity` attempts for slots of one kind. The same request id gets the same answer. A runner that
 * offers agents has a call of its own open for the slot that is kept for orchestrators, whatever else it does.
 */
export const LeaseRequest = z
  .object({
    runner: Id,
    boot: Id,
    request: Id,
    slot: Slot,
    capacity: z.number().int().positive().max(64),
    waitMs: DurationMs.max(LEASE_WAIT_LIMIT_MS),
  })
  .refine(({ slot, capacity }) => slot === 'task' || capacity <= ORCHESTRATOR_SLOTS, {
    message: `a runner keeps ${ORCHESTRATOR_SLOTS} slot for orchestrators`,
    path: ['capacity'],
  });
export type LeaseRequest = z.infer<typeof LeaseRequest>;

export const LeaseResponse = z.object({
  leases: z.array(z.object({ request: ExecutionRequest, leaseMs: DurationMs })),
  /** True when no run is left that could ever give this service work; a runner with `--once` ends then. */
  idle: z.boolean(),
});
export type LeaseResponse = z.infer<typeof LeaseResponse>;
