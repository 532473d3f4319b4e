import { integrationBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { runHasEnded } from '../run/run_state.ts';
import { shortCommit } from '../text/short_commit.ts';
import { integrationLost, lossOf } from './integration_lost.ts';
import { noticed } from './notice.ts';
import type { RunSlice } from './slices.ts';

/** What people did to a run's integration branch. */
export type IntegrationPushed = { readonly by: string } & (
  | { readonly how: 'deleted' }
  /** `head` contains everything that was merged (extended), or does not (rewritten). */
  | { readonly how: 'extended' | 'rewritten'; readonly head: string }
);

/**
 * People moved the integration branch. Commits on top are taken in: what starts from now on stands on them. Without the
 * merged work the run pauses, also in its final review, whose pull request GitHub closes with the branch. Deleting the branch
 * of a run that is over is tidying.
 */
export function integrationPushed({ run }: Pick<RunSlice, 'run'>, input: IntegrationPushed): Decision<null> {
  if (run.state === 'pending' || run.state === 'succeeded') return nothing(null);
  const builder = new DecisionBuilder();
  if (input.how === 'extended') {
    if (!runHasEnded(run.state)) takeIn(builder, run, input.head, input.by);
    return builder.result(null);
  }
  const head = input.how === 'deleted' ? null : input.head;
  if (runHasEnded(run.state)) {
    builder.event(noticed(run, lossOf(run, head, input.by).message));
  } else {
    integrationLost(builder, run, head, input.by);
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
