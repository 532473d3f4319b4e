import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { DraftRecord } from '../draft_record.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { monthlyUsedText } from '../text/budget_text.ts';
import { type Bounded, partSpent } from '../usage/bounded.ts';
import { monthOf } from '../usage/month_of.ts';
import { endHiddenTask } from './end_hidden_task.ts';
import { endPlanningRun, giveUp } from './end_planning.ts';

/** The plan that is made, and what its repository may use in the month and has used; null: as much as it likes. */
export type OverseenPlanning = {
  readonly draft: DraftRecord | null;
  readonly ofRepository: Pick<Bounded, 'limit' | 'spent'> | null;
};

/**
 * Tells the issue where its plan was not made: no runner had a place in time, the budget is used up, or its one task ended otherwise. Else
 * nothing.
 */
export function overseePlanning(
  { task, run }: TaskSlice,
  { draft, ofRepository }: OverseenPlanning,
  around: Surroundings,
): Decision<null> {
  if (draft === null || draft.state !== 'making') return nothing(null);
  const builder = new DecisionBuilder();
  if (taskHasEnded(task.state) || runHasEnded(run.state)) {
    const reason = task.reason ?? run.reason;
    if (!runHasEnded(run.state)) endPlanningRun(builder, run, 'fail', reason, around.now);
    giveUp(builder, draft, run.reason?.message ?? reason?.message ?? 'It ended without a word.', around);
    return builder.result(null);
  }
  if (task.state !== 'ready') return nothing(null);
  const isSpent = ofRepository !== null && partSpent(ofRepository) >= 1;
  if (!isSpent && (task.dueAt ?? 0) > around.now) return nothing(null);
  const message = isSpent
    ? `No budget is left: ${monthlyUsedText(ofRepository, monthOf(around.now))} is used.`
    : 'No runner had a place for the orchestrator.';
  const reason = { code: 'not_needed', message } as const;
  endHiddenTask(builder, task, 'cancel', reason, around.now);
  endPlanningRun(builder, run, 'fail', reason, around.now);
  giveUp(builder, draft, reason.message, around);
  return builder.result(null);
}
