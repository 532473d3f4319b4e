import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import { Refusal } from '../refusal.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { RunSlice } from '../slices.ts';
import { reviveRun } from './revive_run.ts';

/**
 * A person sends a run back to work in which no task is to be done again: it concludes anew. So one goes back to review
 * whose final pull request was closed.
 */
export function retryRun(
  { run }: Pick<RunSlice, 'run'>,
  input: { readonly by: string },
  around: Surroundings,
): Decision<null> {
  if (!runHasEnded(run.state)) {
    throw new Refusal('not_allowed_in_state', 'Nothing of the run has failed; there is nothing to retry.');
  }
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, body: { kind: 'retry_requested', by: input.by } });
  reviveRun(builder, run, around);
  return builder.result(null);
}
