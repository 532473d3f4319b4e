import { z } from 'zod';
import { FailureClass } from './outcome.ts';
import { Id } from './primitives.ts';

/** Epoch milliseconds. */
const Time = z.number().int();

/** A runner as the status shows it. */
export const RunnerView = z.object({
  id: Id,
  name: z.string(),
  labels: z.array(z.string()),
  slots: z.number().int(),
  busy: z.number().int(),
  /** Attempts in the slot that it keeps for orchestrators beside those. */
  orchestrating: z.number().int(),
  agents: z.array(z.string()),
  /** Agents that it offers and that take no work now, because they failed. */
  resting: z.array(
    z.object({
      agent: z.string(),
      state: z.enum(['open', 'half_open']),
      /** Nothing is tried before; null: one task tries it now. */
      until: Time.nullable(),
      /** The newest failure. */
      class: FailureClass.nullable(),
      message: z.string(),
      /** All of it in words: `` `claude` on forge-2: rate limit until 14:05 UTC ``. */
      text: z.string(),
    }),
  ),
  sandbox: z.enum(['bubblewrap', 'none']),
  /** Name of the token that it registered with; null: that of the service's environment. */
  token: z.string().nullable(),
  seenAt: Time,
  /** It was heard of within the length of a lease, and its token is good. */
  live: z.boolean(),
  /** Its token was revoked: it is handed nothing, and what it holds goes to others when the leases end. */
  revoked: z.boolean(),
});
export type RunnerView = z.infer<typeof RunnerView>;
