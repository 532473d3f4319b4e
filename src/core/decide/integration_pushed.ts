import { integrationBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { offerRun } from '../run/run_effects.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { RunSlice, TaskSlice } from '../slices.ts';
import { shortCommit } from '../text/short_commit.ts';
import { integrationLost, lossOf } from './integration_lost.ts';
import { noticed } from './notice.ts';
import { isOutdated, verifyAnew } from './outdated_verification.ts';

/** What people did to a run's integration branch. */
export type IntegrationPushed = { readonly by: string } & (
  | { readonly how: 'deleted' }
  /** `head` contains everything that was merged (extended), or does not (rewritten). */
  | { readonly how: 'extended' | 'rewritten'; readonly head: string }
);

/**
 * People moved the integration branch. Commits on top are taken in: what starts from now on stands on them. In the final
 * review the whole is verified again with them, so that what is offered is what was verified; a run that ended badly goes on
 * from them when it is retried. Without the merged work the run pauses, also in its final review, whose pull request GitHub
 * closes with the branch. Deleting the branch of a run that is over is tidying.
 */
export function integrationPushed(
  { run, verification }: Pick<RunSlice, 'run'> & { readonly verification: TaskSlice | null },
  input: IntegrationPushed,
  around: Surroundings,
): Decision<null> {
  if (run.state === 'pending' || run.state === 'succeeded') return nothing(null);
  const builder = new DecisionBuilder();
  if (input.how === 'extended') {
    if (input.head !== run.integrationHead) {
      takeIn(builder, run, input.head, input.by);
      if (run.state === 'in_review') offerAnew(builder, { ...run, integrationHead: input.head }, verification, around);
    }
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
  const branch = integrationBranch(run.branchPrefix);
  const what = `${by} pushed ${shortCommit(head)} to \`${branch}\`; ${whatFollows(run)}.`;
  builder
    .change({ kind: 'set_run', run: run.id, in: run.state, set: { integrationHead: head } })
    .event(noticed(run, what));
}

function whatFollows({ state }: RunRecord): string {
  if (state === 'in_review') return 'it is part of the final pull request';
  return runHasEnded(state) ? 'a retry goes on from it' : 'what starts from now on stands on it';
}

/** The pull request holds the new head at once. What it says of it follows the verification, or, where there is none, now. */
function offerAnew(
  builder: DecisionBuilder,
  run: RunRecord,
  verification: TaskSlice | null,
  around: Surroundings,
): void {
  if (verification !== null && isOutdated(verification, run)) verifyAnew(builder, verification, around);
  else builder.effect(offerRun(run.id, around.newId()));
}
