import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { LEAVE_IT } from '../question/progress_answers.ts';
import type { Reason } from '../reason.ts';
import { Refusal } from '../refusal.ts';
import { cancelReason } from './cancel_reason.ts';
import { mergeUnlessKept } from './merge_unless_kept.ts';
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
  { answer }: { readonly answer: string },
  around: Surroundings,
): void {
  for (const asker of askers) {
    const { task } = asker;
    const leaves = answer === LEAVE_IT;
    if (!leaves && cancelReason(asker) !== null) {
      throw new Refusal('not_allowed_in_state', `\`${task.key}\` is being canceled; nothing was changed.`);
    }
    builder.change({ kind: 'release_findings', task: task.id, to: leaves ? 'dropped' : 'open' });
    if (leaves) leaveIt(builder, asker, around);
    else if (task.state === 'in_review' || task.state === 'succeeded') sendBack(builder, asker, AGAIN, around);
  }
}

const AGAIN: Reason = { code: 'reviewed', message: 'one more attempt, as a person wants' };

/** Lands only while the task stands as it was looked at. */
function leaveIt(builder: DecisionBuilder, asker: Asker, around: Surroundings): void {
  const { task } = asker;
  builder.change(setTask(task, { dueAt: task.dueAt }));
  mergeUnlessKept(builder, asker, [], around);
}
