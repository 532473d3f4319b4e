import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { SKIP, START_OPTIONS } from '../question/approval_answers.ts';
import { Refusal } from '../refusal.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { closeDependencies, markEnded } from './end_task.ts';
import type { OnAnswer } from './given_answer.ts';
import { moveTask } from './move_task.ts';
import { openQuestion } from './open_question.ts';
import { setTask } from './set_task.ts';

/** Asks a person whether a ready task may start that says `approve: before`. It waits for that without a slot. */
export function askToStart(slice: TaskSlice, around: Surroundings): Decision<null> {
  const { task, run } = slice;
  if (task.state !== 'ready' || task.approval !== 'before') return nothing(null);
  if (run.cancel !== null || task.cancel !== null || runHasEnded(run.state)) return nothing(null);
  const builder = new DecisionBuilder();
  const text = `May \`${task.key}\` start?`;
  openQuestion(
    builder,
    { run: run.id, task: task.id, attempt: null },
    { id: around.newId(), source: 'approve_before', text, options: [...START_OPTIONS], onlyOptions: true },
    around.now,
  );
  builder.change(requireNotCanceled(slice));
  moveTask(builder, task, 'ask');
  return builder.result(null);
}

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
