import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { TaskRecord } from '../records.ts';
import type { TaskSlice } from '../slices.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { openQuestion } from './open_question.ts';

/** What can be answered to whether verified work may be merged; an agent's task takes free words as well. */
export const WORK_OPTIONS = ['approve', 'reject'] as const;

/** Whether a task's verified work waits for a person who lets it in. */
export function awaitsApproval({ state, approval }: Pick<TaskRecord, 'state' | 'approval'>): boolean {
  return state === 'blocked' && approval === 'after';
}

/** Asks a person whether the published work of a task may be merged. Needs all dependents in the slice: one that is to be canceled ends. */
export function askToMerge(builder: DecisionBuilder, slice: TaskSlice, around: Surroundings): void {
  const { task, run } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null) {
    endTaskBadly(builder, slice, 'cancel', canceled, around.now);
    return;
  }
  const text = `May the work of \`${task.key}\` be merged${task.pull === null ? '' : `, which #${task.pull} shows`}?`;
  const isOfAgent = task.kind === 'agent';
  openQuestion(
    builder,
    { run: run.id, task: task.id, attempt: null },
    {
      id: around.newId(),
      source: 'approve_after',
      text,
      options: [...WORK_OPTIONS],
      onlyOptions: !isOfAgent,
      ...(isOfAgent
        ? { details: 'Other words send it back to its agent, who goes on from there with what you say.' }
        : {}),
    },
    around.now,
  );
  builder.change(requireNotCanceled(slice));
  moveTask(builder, task, 'ask', { approval: 'after' });
}
