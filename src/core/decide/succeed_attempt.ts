import type { Outcome } from '../../protocol/outcome.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { AttemptSlice } from '../slices.ts';
import { pushedMeanwhile, verifiesPushed } from '../task/pushed_commits.ts';
import { taskMachine } from '../task/task_state.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly, succeedTask } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { publishWork } from './publish_work.ts';

/**
 * What becomes of a running task whose attempt has succeeded: its commit is published and merged; without one it is done.
 * Where the attempt verified what people pushed, that is the commit, and what the task had given before stays.
 */
export function settleSuccess(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  outcome: Outcome,
  around: Surroundings,
): void {
  const { task, attempt } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  builder.change({ kind: 'release_locks', task: task.id });
  const verified = verifiesPushed(attempt, task);
  const commit = verified ? attempt.base : outcome.commit;
  const given = verified ? {} : { outputs: outcome.outputs, summary: outcome.summary };
  const pushed = pushedMeanwhile(attempt, task);
  const news = pushed === task.pushed ? given : { ...given, pushed };
  if (commit !== null) {
    moveTask(builder, task, 'attempt_succeeded', { commit, ...news });
    builder.effect(...publishWork(slice, { outcome, commit }, around));
  } else if (pushed === null) {
    succeedTask(builder, slice, news, 'running', around.now);
  } else {
    builder.change(requireNotCanceled(slice));
    moveTask(builder, task, 'attempt_succeeded', given);
    moveTask(builder, { ...task, state: taskMachine.next('running', 'attempt_succeeded') }, 'rework');
  }
}
