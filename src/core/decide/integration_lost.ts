import { integrationBranch } from '../branch_names.ts';
import type { DecisionBuilder } from '../decision.ts';
import type { PauseReason } from '../reason.ts';
import type { RunRecord } from '../records.ts';
import { moveRun } from './move_run.ts';
import { pauseNow } from './pause_run.ts';

/** Who did it, as long as only a merge has found out that it was done. */
const SOMEBODY = 'somebody';

/** Why a run is paused whose integration branch is gone (`head` null), or stands at a head without the merged work. */
export function lossOf(run: Pick<RunRecord, 'branchPrefix'>, head: string | null, by = SOMEBODY): PauseReason {
  const branch = integrationBranch(run.branchPrefix);
  return head === null
    ? { code: 'integration_deleted', message: `\`${branch}\` was deleted by ${by}. Resuming makes it again.` }
    : {
        code: 'integration_rewritten',
        message: `\`${branch}\` was rewritten by ${by}: it stands at ${head} and lacks merged work.`,
      };
}

/**
 * The run's integration branch was found lost: it pauses. One that waits for the final review goes back to work first,
 * so that the review begins anew once the branch is whole.
 */
export function integrationLost(
  builder: DecisionBuilder,
  run: Pick<RunRecord, 'id' | 'state' | 'reason' | 'branchPrefix'>,
  head: string | null,
  by = SOMEBODY,
): void {
  const reason = lossOf(run, head, by);
  if (run.state === 'paused' && run.reason?.message === lossOf(run, head).message) {
    tellWho(builder, run, reason, by);
    return;
  }
  if (run.state !== 'in_review') {
    pauseNow(builder, run, reason, by);
    return;
  }
  pauseNow(builder, { ...run, state: moveRun(builder, run, ['reopen']) }, reason, by);
}

/** The merge that found the loss came first; now it is known who it was. */
function tellWho(builder: DecisionBuilder, run: Pick<RunRecord, 'id'>, reason: PauseReason, by: string): void {
  if (by === SOMEBODY) return;
  builder
    .event({ run: run.id, body: { kind: 'pause_requested', by, because: reason.code } })
    .change({ kind: 'set_run', run: run.id, in: 'paused', set: { reason } });
}
