import type { DecisionBuilder, Surroundings } from '../decision.ts';
import { WORK_OPTIONS } from '../question/approval_answers.ts';
import type { TaskRecord } from '../records.ts';
import type { TaskSlice } from '../slices.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';
import { moveTask } from './move_task.ts';
import { openQuestion } from './open_question.ts';

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
  const isOfAgent = task.kind === 'agent';
  const may = `May the work of \`${task.key}\` be merged${task.pull === null ? '' : `, which #${task.pull} shows`}?`;
  const text = isOfAgent
    ? `${may} With \`reject\` the task has failed; other words send it back to its agent, who goes on with what you say.`
    : may;
  openQuestion(
    builder,
    { run: run.id, task: task.id, attempt: null },
    {
      id: around.newId(),
      source: 'approve_after',
      text,
      options: [...WORK_OPTIONS],
      onlyOptions: !isOfAgent,
    },
    around.now,
  );
  builder.change(requireNotCanceled(slice));
  moveTask(builder, task, 'ask', { approval: 'after' });
}
