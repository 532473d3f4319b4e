import type { Outcome } from '../../protocol/outcome.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { FindingRecord } from '../finding/finding_record.ts';
import { partAnswers } from '../finding/thread_output.ts';
import type { TaskRecord } from '../records.ts';
import type { AttemptSlice } from '../slices.ts';
import { pushedMeanwhile, verifiesPushed } from '../task/pushed_commits.ts';
import { taskMachine } from '../task/task_state.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly, succeedTask } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { publishWork } from './publish_work.ts';
import { madeNoProgress, settleFindings, settleOthers } from './settle_findings.ts';

/**
 * What becomes of a running task whose attempt has succeeded: its commit is published and merged; without one it is done.
 * Where the attempt verified what people pushed, that is the commit, and what the task had given before stays.
 */
export function settleSuccess(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  outcome: Outcome,
  around: Surroundings,
  findings: readonly FindingRecord[] = [],
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
  const { outputs, answers } = partAnswers(outcome.outputs);
  const told = verified ? [] : findings.filter(({ state, attempt: by }) => state === 'open' && by !== null);
  const mended = { told, answers, commit: outcome.commit };
  // What mends a work need not give again what that had given.
  const given = verified ? {} : { outputs: told.length > 0 ? { ...task.outputs, ...outputs } : outputs };
  const said = verified ? {} : { summary: outcome.summary };
  const pushed = pushedMeanwhile(attempt, task);
  const news = { ...given, ...said, ...(pushed === task.pushed ? {} : { pushed }), ...becauseNoMore(task) };
  if (commit !== null) {
    moveTask(builder, task, 'attempt_succeeded', { commit, ...news });
    const isAsked = madeNoProgress(slice, mended);
    builder.effect(...publishWork(slice, { outcome, commit, isAsked }, around));
  } else if (pushed === null) {
    succeedTask(builder, slice, news, 'running', around.now);
  } else {
    builder.change(requireNotCanceled(slice));
    moveTask(builder, task, 'attempt_succeeded', { ...given, ...said });
    moveTask(builder, { ...task, state: taskMachine.next('running', 'attempt_succeeded') }, 'rework');
  }
  settleOthers(builder, findings, commit);
  if (told.length > 0) settleFindings(builder, slice, mended, around);
}

/** What it was sent back to work for is told no more. */
function becauseNoMore({ reason }: TaskRecord): Pick<Partial<TaskRecord>, 'reason'> {
  return reason?.code === 'reviewed' || reason?.code === 'check_failed' ? { reason: null } : {};
}
