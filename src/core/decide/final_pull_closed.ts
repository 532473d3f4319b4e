import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { PullMerge } from '../incoming/incoming_event.ts';
import type { RunRecord } from '../records.ts';
import { offerRun } from '../run/run_effects.ts';
import { runHasEnded, runMachine } from '../run/run_state.ts';
import type { RunSlice } from '../slices.ts';
import { acceptRun } from './accept_run.ts';
import { moveRun } from './move_run.ts';
import { noticed } from './notice.ts';
import type { PullClosed } from './pull_closed.ts';

/** How a person closed the final pull request. `missesWork`: work came in after it was merged. */
export type FinalPullClosed = PullClosed & { readonly missesWork?: boolean };

/**
 * A person closed the final pull request. Merged, with no task open and all that is in, the run has succeeded, whatever failed in
 * it or was canceled: people took what there is. Merged too early, it goes on and gets another one. Closed without merging, a run
 * in review fails.
 */
export function finalPullClosed(
  { run }: Pick<RunSlice, 'run'>,
  input: FinalPullClosed,
  around: Surroundings,
): Decision<null> {
  if (run.state === 'succeeded') return nothing(null);
  const builder = new DecisionBuilder();
  if (input.merge !== null) merged(builder, run, { ...input, merge: input.merge }, around);
  else closed(builder, run, input, around.now);
  return builder.result(null);
}

function merged(
  builder: DecisionBuilder,
  run: RunRecord,
  { merge, by, missesWork = false }: FinalPullClosed & { readonly merge: PullMerge },
  around: Surroundings,
): void {
  builder.event({ run: run.id, body: { kind: 'final_pull_merged', by, mergeCommit: merge.commit } });
  const allowed = run.state === 'running' || runMachine.allows(run.state, 'accept');
  if (allowed && run.openTasks === 0 && !missesWork) {
    acceptRun(builder, run, around);
    return;
  }
  builder.change({ kind: 'set_run', run: run.id, in: run.state, set: { finalPull: null } });
  builder.event(noticed(run, earlyText(run, by, missesWork)));
  if (allowed && run.openTasks === 0) builder.effect(offerRun(run.id, around.newId()));
}

function earlyText({ openTasks, state, cancel }: RunRecord, by: string, missesWork: boolean): string {
  const what = `${by} merged the final pull request`;
  if (openTasks === 0) {
    return missesWork
      ? `${what} before all was in; what came after it gets another one.`
      : `${what} of a run that is ${state}.`;
  }
  const open = openTasks === 1 ? '1 task was' : `${openTasks} tasks were`;
  const then = cancel === null ? 'they go on and get another one' : 'the run is being canceled all the same';
  return `${what} while ${open} open; ${then}.`;
}

function closed(builder: DecisionBuilder, run: RunRecord, { by, deletedBranch }: PullClosed, now: number): void {
  const how =
    deletedBranch === undefined
      ? `${by} closed the final pull request without merging it`
      : `${by} deleted \`${deletedBranch}\`, which closed the final pull request`;
  if (run.state === 'in_review') {
    moveRun(builder, run, ['fail'], {
      endedAt: now,
      reason: { code: 'final_pull_request_closed', message: `${how}.` },
    });
    return;
  }
  const next = runHasEnded(run.state) ? '.' : '; it is offered again once everything is in.';
  builder.event(noticed(run, `${how}${next}`));
}
