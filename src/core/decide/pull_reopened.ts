import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { AttemptSlice, RunSlice, TaskSlice } from '../slices.ts';
import { awaitsVerification } from '../task/pushed_commits.ts';
import { taskEndedBadly } from '../task/task_state.ts';
import { runStanding } from '../text/run_standing.ts';
import { taskStanding } from '../text/task_standing.ts';
import { bringBack } from './bring_back.ts';
import { moveTask } from './move_task.ts';
import { noticed } from './notice.ts';
import { publishWork } from './publish_work.ts';
import { reviveRun } from './revive_run.ts';

/**
 * A person opened a task's pull request again. Where the task had failed by its closing and its commit still has the evidence,
 * it goes on from there; else people are told how. Needs all dependents in the slice.
 */
export function pullReopened(slice: TaskSlice, { by }: { readonly by: string }, around: Surroundings): Decision<null> {
  const { task, run, attempt } = slice;
  if (!taskEndedBadly(task.state)) return nothing(null);
  const builder = new DecisionBuilder();
  const pull = `the pull request${task.pull === null ? '' : ` #${task.pull}`} of \`${task.key}\``;
  const outcome = attempt?.outcome ?? null;
  if (attempt === null || outcome === null || task.commit === null || !failedByClosing(slice)) {
    const how = `the task ${taskStanding(task.state)}; \`/planwright retry ${task.key}\` sends it back to work.`;
    return builder.event(noticed(run, `${by} reopened ${pull}, but ${how}`, task)).result(null);
  }
  builder.event(noticed(run, `${by} reopened ${pull}; the task goes on from there.`, task));
  moveTask(builder, task, 'pull_reopened', { reason: null, cancel: null, endedAt: null });
  bringBack(builder, slice, around);
  const verified: AttemptSlice = { ...slice, attempt };
  builder.effect(...publishWork(verified, { outcome, commit: task.commit }, around));
  return builder.result(null);
}

/** It failed by that alone, nothing was pushed since, and its run can go on. */
function failedByClosing({ task, run, openDependencies }: TaskSlice): boolean {
  if (task.state !== 'failed' || task.reason?.code !== 'pull_request_closed') return false;
  if (awaitsVerification(task) || openDependencies.length > 0) return false;
  return run.state !== 'succeeded' && run.state !== 'canceled' && run.cancel === null;
}

/** A person opened the final pull request again: a run that had failed by its closing waits for its merge again. */
export function finalPullReopened(
  { run }: Pick<RunSlice, 'run'>,
  { by }: { readonly by: string },
  around: Surroundings,
): Decision<null> {
  const builder = new DecisionBuilder();
  if (run.state === 'failed' && run.reason?.code === 'final_pull_request_closed') {
    builder.event(noticed(run, `${by} reopened the final pull request; the run waits for its merge again.`));
    reviveRun(builder, run, around);
  } else if (runHasEnded(run.state) && run.state !== 'succeeded') {
    const how = 'Merging it takes what is in; `/planwright retry` sends the run back to work.';
    builder.event(
      noticed(run, `${by} reopened the final pull request of a run that ${runStanding(run.state)}. ${how}`),
    );
  }
  return builder.result(null);
}
