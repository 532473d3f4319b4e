import { loseAttempt } from '../../core/decide/lose_attempt.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { forEachDue } from './for_each_due.ts';

/** Gives up attempts whose runner was not heard of until their lease had ended. Says whether there may be more of them. */
export function expireLeases(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.expiredAttempts(now, limit),
    (attempt) =>
      commit(deps, 'expire_lease', async (read) => {
        const slice = await read.attemptSlice(attempt, 'all');
        if (slice === null) return nothing(null);
        const because = 'The runner was not heard of until the lease ended.';
        return loseAttempt(slice, { expired: true, because }, { ...surroundings(deps), now });
      }),
  );
}
