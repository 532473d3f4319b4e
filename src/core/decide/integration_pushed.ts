import { integrationBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { runHasEnded } from '../run/run_state.ts';
import { shortCommit } from '../text/short_commit.ts';
import { integrationLost, lossOf } from './integration_lost.ts';
import { noticed } from './notice.ts';
import type { RunSlice } from './slices.ts';

/** What people did to a run's integration branch. */
export type IntegrationPushed = {
  /** Its head now; null: it was deleted. */
  readonly after: string | null;
  /** Whether that head contains everything that was merged. */
  readonly containsHead: boolean;
  readonly by: string;
};

/**
 * People moved the integration branch. Commits on top are taken in: what starts from now on stands on them. Without the
 * merged work the run pauses. Deleting the branch of a run that is over, or whose final pull request closes with it, is
 * tidying.
 */
export function integrationPushed({ run }: Pick<RunSlice, 'run'>, input: IntegrationPushed): Decision<null> {
  const { after, containsHead, by } = input;
  if (run.state === 'pending' || run.state === 'succeeded') return nothing(null);
  const lost = after === null || !containsHead;
  const builder = new DecisionBuilder();
  if (runHasEnded(run.state)) {
    if (lost) builder.event(noticed(run, lossOf(run, after, by).message));
  } else if (!lost) {
    takeIn(builder, run, after, by);
  } else if (after !== null || run.state !== 'in_review') {
    integrationLost(builder, run, after, by);
  }
  return builder.result(null);
}

function takeIn(builder: DecisionBuilder, run: RunRecord, head: string, by: string): void {
  if (head === run.integrationHead) return;
  const branch = integrationBranch(run.branchPrefix);
  const what = `${by} pushed ${shortCommit(head)} to \`${branch}\`; what starts from now on stands on it.`;
  builder
    .change({ kind: 'set_run', run: run.id, in: run.state, set: { integrationHead: head } })
    .event(noticed(run, what));
}
