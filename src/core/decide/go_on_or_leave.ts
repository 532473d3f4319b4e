import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { type FindingRecord, isPending } from '../finding/finding_record.ts';
import { LEAVE_IT } from '../question/progress_answers.ts';
import type { Reason } from '../reason.ts';
import type { TaskRecord } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { code } from '../text/fence.ts';
import { cancelReason } from './cancel_reason.ts';
import type { GivenAnswer } from './given_answer.ts';
import { mergeUnlessKept } from './merge_unless_kept.ts';
import { noticed } from './notice.ts';
import type { Asker, QuestionSlice } from './question_slice.ts';
import { sendBack } from './rework_task.ts';
import { setTask } from './set_task.ts';

/**
 * What a person says where further attempts made no progress: the work is left as it is, and merged where it waited for that, or
 * one more attempt is made whatever the bound says. Refuses that where the task is being canceled.
 */
export function goOnOrLeave(
  builder: DecisionBuilder,
  { askers }: Pick<QuestionSlice, 'askers'>,
  { answer, by }: GivenAnswer,
  around: Surroundings,
): void {
  for (const asker of askers) {
    const { task } = asker;
    const leaves = answer === LEAVE_IT;
    if (!leaves && cancelReason(asker) !== null) {
      throw new Refusal('not_allowed_in_state', `\`${task.key}\` is being canceled; nothing was changed.`);
    }
    builder.change({ kind: 'release_findings', task: task.id, to: leaves ? 'dropped' : 'open' });
    if (leaves) leaveIt(builder, asker, by ?? 'planwright', around);
    else if (task.state === 'in_review' || task.state === 'succeeded') sendBack(builder, asker, AGAIN, around);
  }
}

const AGAIN: Reason = { code: 'reviewed', message: 'one more attempt, as a person wants' };

/**
 * What was found counts no more. A check that has failed for good keeps published work no longer, nor does any other that the plan
 * names: it is let in as it is, at that commit. Lands only while the task stands as it was looked at.
 */
function leaveIt(builder: DecisionBuilder, asker: Asker, by: string, around: Surroundings): void {
  const { task, run, findings = [] } = asker;
  const failed = task.state === 'in_review' ? failedChecks(findings, task.commit) : [];
  const checked = failed.length > 0 ? task.commit : task.checked;
  const lets = failed.length > 0 && task.reason?.code === 'checks_awaited' ? { reason: null } : {};
  builder.change(setTask(task, { checked, ...lets }));
  builder.event(noticed(run, leftText(task, by, failed), task));
  mergeUnlessKept(builder, { ...asker, task: { ...task, checked } }, [], around);
}

/** The checks that wait for the answer, as they failed at this commit. */
function failedChecks(findings: readonly FindingRecord[], commit: string | null): readonly string[] {
  const names = findings.flatMap(({ state, content }) =>
    isPending({ state }) && content.kind === 'check' && content.commit === commit ? [content.name] : [],
  );
  return [...new Set(names)];
}

function leftText({ key }: TaskRecord, by: string, failed: readonly string[]): string {
  const left = `${by} left the work of \`${key}\` as it is`;
  if (failed.length === 0) return `${left}; what was found in it is not mended.`;
  const names = failed.map((name) => code(name)).join(', ');
  return `${left}, although ${failed.length === 1 ? 'the check' : 'the checks'} ${names} failed.`;
}
