import { type Decision, DecisionBuilder } from '../decision.ts';
import { SKIP } from '../question/approval_answers.ts';
import { Refusal } from '../refusal.ts';
import type { TaskSlice } from '../slices.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { closeDependencies, markEnded } from './end_task.ts';
import type { OnAnswer } from './given_answer.ts';
import { moveTask } from './move_task.ts';
import { setTask } from './set_task.ts';

/** A person lets a ready task start before anybody was asked about it. Refuses any other: nothing of it waits for approval. */
export function approveStart(slice: TaskSlice, { by }: { readonly by: string }): Decision<null> {
  const { task, run } = slice;
  const waits = task.approval === 'before' && (task.state === 'ready' || task.state === 'pending');
  if (!waits)
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` does not wait for approval; nothing was changed.`);
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'task_approved', by } });
  builder.change(setTask(task, { approval: null }));
  return builder.result(null);
}

/** A person lets a task start, or goes on without it. */
export const onStartAnswer: OnAnswer = (builder, { askers }, { answer, by }, around) => {
  for (const asker of askers) {
    const { task, run } = asker;
    if (task.state !== 'blocked') continue;
    builder.change(requireNotCanceled(asker));
    if (answer === SKIP) {
      const who = by ?? 'planwright';
      builder.event({ run: run.id, task: task.key, body: { kind: 'skip_requested', by: who } });
      markEnded(builder, task, 'skip', { code: 'skipped_by_person', message: `Skipped by ${who}.` }, around.now);
      closeDependencies(builder, asker);
    } else {
      builder.change({ kind: 'require_questions', task: task.id, open: 'none' });
      moveTask(builder, task, 'answered', { approval: null });
    }
  }
};
