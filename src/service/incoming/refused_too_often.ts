import { lanesOfIssues } from '../../core/incoming/lane_of.ts';
import type { Occasion } from './occasion.ts';

/** The most that are told so in one repository in an hour: strangers must not use up what the service may write. */
const REFUSALS_AN_HOUR = 30;
const HOUR_MS = 3_600_000;

/** The note of what was refused, and not told any more. */
export const TOLD_TOO_OFTEN = 'Its sender may not command here; so many were told so this hour that this one was not.';

/** Whether so many were refused in the repository this hour that nothing more is written for them. */
export async function isRefusedTooOften({ deps, incoming }: Occasion): Promise<boolean> {
  const now = deps.clock.now();
  // This one is held, and so is one of them.
  return (await deps.store.deliveries.refusedSince(lanesOfIssues(incoming.id), now - HOUR_MS, now)) > REFUSALS_AN_HOUR;
}
