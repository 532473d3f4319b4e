import { z } from 'zod';

/** The places that a runner has for attempts: as many as it says for tasks, and beside them what is kept for the role `orchestrator`. */
export const Slot = z.enum(['task', 'orchestrator']);
export type Slot = z.infer<typeof Slot>;

/** Attempts of the role `orchestrator` at once on one runner. Others wait for what they decide, so they wait for nobody's slot. */
export const ORCHESTRATOR_SLOTS = 1;
