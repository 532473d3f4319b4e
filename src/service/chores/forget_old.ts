import { NEWS_REMEMBERED_MS } from '../../core/incoming/too_late.ts';
import { errorMessage } from '../../text/error_message.ts';
import type { ServiceDependencies } from '../dependencies.ts';

const DAY_MS = 24 * 3_600_000;
const CHORE = 'forget_old';
const EVERY_MS = 3_600_000;
/** Rows in one transaction, and the most transactions of one kind in one go: the rest is dropped an hour later. */
const BATCH = 500;
const BATCHES = 10;
/** What was sent, of runs that have ended: long enough to look into what happened. */
const EFFECTS_MS = 30 * DAY_MS;
/** What was refused for good, of runs that have ended. Until then people are shown it. */
const DEAD_EFFECTS_MS = 7 * DAY_MS;

/**
 * Drops what was kept only so that nothing is done twice, once an hour. What is forgotten so can come again, but then it is
 * too late to be acted upon.
 */
export async function forgetOld({ clock, store, log }: ServiceDependencies): Promise<void> {
  const now = clock.now();
  if (!(await store.pacing.claimChore(CHORE, now, EVERY_MS)).due) return;
  const { pruneEffects, pruneDeadEffects, pruneComments, pruneIssues } = store.retention;
  try {
    await inBatches((limit) => pruneDeadEffects(now - DEAD_EFFECTS_MS, limit));
    await inBatches((limit) => pruneEffects(now - EFFECTS_MS, limit));
    await inBatches((limit) => pruneComments(now - NEWS_REMEMBERED_MS, limit));
    await inBatches((limit) => pruneIssues(now - NEWS_REMEMBERED_MS, limit));
    await store.pacing.completeChore(CHORE, now);
  } catch (error) {
    const message = errorMessage(error);
    log('warn', 'What is old could not be dropped; it is tried again in an hour.', { message });
  }
}

async function inBatches(prune: (limit: number) => Promise<boolean>): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch++) if (!(await prune(BATCH))) return;
}
