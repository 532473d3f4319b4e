import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { offerRun } from '../run/run_effects.ts';
import { type RunState, runHasEnded } from '../run/run_state.ts';
import { furtherRun } from '../text/further_run.ts';
import { limitsOf } from '../usage/run_budget.ts';
import { moveRun } from './move_run.ts';

/**
 * Sends a run back to work that has ended or waits for its final review; answers the state that it is in then. Refuses
 * where it has succeeded, is being canceled or never began.
 */
export function reviveRun(builder: DecisionBuilder, run: RunRecord, around: Surroundings): RunState {
  if (run.state === 'succeeded') {
    const instead = run.issue === null ? 'Start a new run instead.' : furtherRun(`#${run.issue}`);
    throw new Refusal('not_allowed_in_state', `The run has succeeded. ${instead}`);
  }
  const deadlineAt = run.timeoutMs === null ? null : around.now + run.timeoutMs;
  if (runHasEnded(run.state)) {
    if (run.baseCommit === null) {
      throw new Refusal('not_allowed_in_state', 'The run never began; start it again instead.');
    }
    if (run.budgetStage === 'asked' || run.budgetStage === 'spent') askForMoreAnew(builder, run);
    return moveRun(builder, run, ['retry'], { cancel: null, reason: null, endedAt: null, deadlineAt });
  }
  if (run.cancel !== null) {
    throw new Refusal('not_allowed_in_state', 'The run is being canceled; retry when it has ended.');
  }
  if (run.state !== 'in_review') return run.state;
  if (run.budgetStage === 'spent') askForMoreAnew(builder, run);
  builder.effect(offerRun(run.id, around.newId()));
  return moveRun(builder, run, ['reopen'], { deadlineAt });
}

/** Whoever was asked for more of the budget is asked no more, since nothing was left to do: should it not be enough, somebody is asked anew. */
function askForMoreAnew(builder: DecisionBuilder, run: RunRecord): void {
  const limit = limitsOf(run);
  const from = { ...limit, stage: run.budgetStage };
  builder.change({ kind: 'set_budget', run: run.id, from, to: { ...limit, stage: 'open' } });
}
