import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { START_OPTIONS } from '../question/approval_answers.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { requireNotCanceled } from './cancel_reason.ts';
import { moveTask } from './move_task.ts';
import { openQuestion } from './open_question.ts';

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
