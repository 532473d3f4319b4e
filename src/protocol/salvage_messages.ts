import { z } from 'zod';
import { CommitId, Id } from './primitives.ts';
import { Usage } from './usage.ts';

/**
 * `POST salvaged`: the work of an attempt that made no report, or none that named it, was saved at this ref: its runner was
 * killed, or the service had given it up. Nothing of the attempt runs any more. `boot` is that of the process that says so.
 * `usage`: what the attempt used, where that was not told yet.
 */
export const SalvagedRequest = z.object({
  runner: Id,
  boot: Id,
  attempt: Id,
  commit: CommitId,
  /** The attempt's own, or beside it where that held another commit already. */
  ref: z.string().startsWith('refs/planwright/attempts/').max(512),
  usage: Usage.optional(),
});
export type SalvagedRequest = z.infer<typeof SalvagedRequest>;
export const SalvagedResponse = z.object({ noted: z.literal(true) });
export type SalvagedResponse = z.infer<typeof SalvagedResponse>;
