import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { APPROVE, REJECT } from '../question/approval_answers.ts';
import type { TaskRecord } from '../records.ts';
import { awaitsApproval } from './ask_to_merge.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import type { OnAnswer } from './given_answer.ts';
import { mergeUnlessKept } from './merge_unless_kept.ts';
import { moveTask, type TaskFields } from './move_task.ts';
import type { Asker } from './question_slice.ts';

/** A person lets verified work in, rejects it, or sends it back to its agent with words. */
export const onWorkAnswer: OnAnswer = (builder, { askers }, { answer, by }, around) => {
  for (const asker of askers) {
    if (!awaitsApproval(asker.task)) continue;
    if (answer === APPROVE) approve(builder, asker, around);
    else if (answer === REJECT) reject(builder, asker, by ?? 'planwright', around);
    else sendBackWith(builder, asker, answer);
  }
};

function approve(builder: DecisionBuilder, asker: Asker, around: Surroundings): void {
  const { task } = asker;
  if (task.commit === null) return;
  builder.change(requireNotCanceled(asker));
  moveTask(builder, task, 'let_in', { approval: null, approvedCommit: task.commit });
  const { commit } = task;
  mergeUnlessKept(builder, { ...asker, task: { ...task, state: 'in_review', approvedCommit: commit } }, [], around);
}

function reject(builder: DecisionBuilder, asker: Asker, by: string, around: Surroundings): void {
  const { task } = asker;
  const message = `${by} did not let its work in.`;
  noteRejection(builder, asker, message);
  builder.change({ kind: 'set_task', task: task.id, in: 'blocked', atAttempt: task.attempts, set: goOnFromOwn(task) });
  endTaskBadly(builder, asker, 'fail', { code: 'rejected_by_person', class: 'rejected', message }, around.now);
}

function sendBackWith(builder: DecisionBuilder, asker: Asker, words: string): void {
  const { task } = asker;
  noteRejection(builder, asker, words);
  builder.change(requireNotCanceled(asker));
  moveTask(builder, task, 'rework', goOnFromOwn(task));
}

/** So that the next attempt is told why there is one. */
function noteRejection(builder: DecisionBuilder, { attempt }: Asker, message: string): void {
  if (attempt === null) return;
  builder.change({ kind: 'note_failure', attempt: attempt.id, failure: { class: 'rejected', message } });
}

/** An agent goes on from what had passed, whoever made it. */
function goOnFromOwn({ kind, commit }: TaskRecord): TaskFields {
  return kind === 'agent' && commit !== null ? { approval: null, pushed: commit } : { approval: null };
}
