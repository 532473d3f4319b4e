import { integrationBranch } from '../branch_names.ts';
import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { RunRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { restoreIntegration } from '../run/run_effects.ts';
import type { RunSlice } from '../slices.ts';
import { bringBranchBack } from '../text/bring_branch_back.ts';
import { runStanding } from '../text/run_standing.ts';
import { moveRun } from './move_run.ts';

/** Who resumes a run. */
export type ResumeInput = {
  readonly by: string;
  /** Whether the integration branch contains all merged work; asked only where it was found rewritten, else true. */
  readonly integrationIntact: boolean;
};

/**
 * A paused run goes on. One whose integration branch was deleted gets that branch back first, with the pull requests that
 * GitHub closed with it, and goes on when the answer is there; one whose integration branch was rewritten is refused until
 * people have brought it back.
 */
export function resumeRun(
  { run, open }: Pick<RunSlice, 'run' | 'open'>,
  input: ResumeInput,
  around: Surroundings,
): Decision<null> {
  if (run.state === 'running') return nothing(null);
  if (run.state !== 'paused') {
    throw new Refusal('not_allowed_in_state', `The run ${runStanding(run.state)}; there is nothing to resume.`);
  }
  if (run.reason?.code === 'integration_rewritten' && !input.integrationIntact) {
    throw new Refusal('not_allowed_in_state', howToBringBack(run));
  }
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, body: { kind: 'resume_requested', by: input.by } });
  if (run.reason?.code === 'integration_deleted' && run.integrationHead !== null) {
    const ofTasks = open.filter(({ state }) => state === 'in_review').map(({ pull }) => pull);
    const pulls = [...ofTasks, run.finalPull].filter((pull) => pull !== null);
    builder.effect(restoreIntegration(run.id, run.integrationHead, pulls, around.newId()));
  } else {
    goOn(builder, run, around.now);
  }
  return builder.result(null);
}

/** A paused run works again, and what its effects waited for has come. */
export function goOn(builder: DecisionBuilder, run: Pick<RunRecord, 'id' | 'state'>, now: number): void {
  moveRun(builder, run, ['resume'], { reason: null });
  builder.change({ kind: 'wake_effects', run: run.id, at: now });
}

function howToBringBack({ branchPrefix, integrationHead }: RunRecord): string {
  const branch = integrationBranch(branchPrefix);
  const way = integrationHead === null ? '' : ` with ${bringBranchBack(branch, integrationHead)}`;
  return `\`${branch}\` lacks merged work. Bring it back${way}, then resume.`;
}
