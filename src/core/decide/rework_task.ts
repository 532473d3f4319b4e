import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { type FindingRecord, sourceOf } from '../finding/finding_record.ts';
import { whyStuck } from '../finding/why_stuck.ts';
import type { Reason } from '../reason.ts';
import type { TaskSlice } from '../slices.ts';
import { askWhetherToGoOn } from './ask_no_progress.ts';
import { awaitsApproval } from './ask_to_merge.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { moveTask } from './move_task.ts';
import { reviveRun } from './revive_run.ts';
import { withdrawFromBlocked } from './withdraw_questions.ts';

/**
 * Sends a task back to work because of what reviews or checks found, or asks a person where that leads nowhere. Work that is
 * merged stays so: what follows is a further branch from the integration head with a pull request of its own, and nothing that
 * went on from it waits again.
 */
export function reworkTask(slice: TaskSlice, findings: readonly FindingRecord[], around: Surroundings): Decision<null> {
  const { task, run } = slice;
  const open = findings.filter(({ state, dueAt }) => state === 'open' && dueAt <= around.now);
  const rests = task.state === 'in_review' || task.state === 'succeeded' || awaitsApproval(task);
  const goes = run.state === 'running' || run.state === 'in_review';
  if (open.length === 0 || !rests || !goes || run.cancel !== null || task.cancel !== null) return nothing(null);
  const builder = new DecisionBuilder();
  const stuck = whyStuck(findings, task.spec.settings);
  // A person is asked about that work already.
  if (stuck !== null && awaitsApproval(task)) return nothing(null);
  if (stuck !== null) askWhetherToGoOn(builder, slice, { findings, stuck }, around);
  else sendBack(builder, slice, becauseOf(open), around);
  return builder.result(null);
}

/** Back to work, from where it stands or, where its work is in, from the integration head. */
export function sendBack(builder: DecisionBuilder, slice: TaskSlice, reason: Reason, around: Surroundings): void {
  const { task, run } = slice;
  if (task.state === 'in_review') {
    builder.change(requireNotCanceled(slice));
    moveTask(builder, task, 'rework', { failures: {}, reason });
    return;
  }
  if (awaitsApproval(task)) {
    builder.change(requireNotCanceled(slice));
    withdrawFromBlocked(builder, task, 'What was found in its work is mended first.');
    moveTask(builder, task, 'rework', { failures: {}, reason, approval: null });
    return;
  }
  const anew = { commit: null, pull: null, pushed: null, checked: null, dueAt: null, endedAt: null };
  moveTask(builder, task, 'rework', { ...anew, failures: {}, reason });
  builder.change({ kind: 'count_open_tasks', run: run.id, by: 1 });
  const state = reviveRun(builder, run, around);
  builder.change({ kind: 'require_not_canceled', run: run.id, in: state, task: task.id });
}

/** For the row of the task, while it is at work. */
function becauseOf(open: readonly FindingRecord[]): Reason {
  const names = (source: 'review' | 'check') => [
    ...new Set(open.filter((each) => sourceOf(each) === source).map(({ content }) => whose(content))),
  ];
  const [reviewers, checks] = [names('review'), names('check')];
  const parts = [
    ...(reviewers.length === 0 ? [] : [`review by ${reviewers.join(', ')}`]),
    ...(checks.length === 0 ? [] : [`failing check ${checks.map((name) => `\`${name}\``).join(', ')}`]),
  ];
  return { code: reviewers.length > 0 ? 'reviewed' : 'check_failed', message: parts.join('; ') };
}

function whose(content: FindingRecord['content']): string {
  return content.kind === 'check' ? content.name : content.by;
}
