import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { DraftRecord } from '../draft_record.ts';
import { runHasEnded } from '../run/run_state.ts';
import type { TaskSlice } from '../slices.ts';
import { endUnneeded } from './end_hidden_task.ts';
import { endPlanningRun, PLAN_NOT_NEEDED } from './end_planning.ts';

/** Ends the making of a plan that nobody wants any more: the run at once, an agent at work as soon as it has heard of it. */
export function abandonPlanning(
  builder: DecisionBuilder,
  { task, run, attempt }: TaskSlice,
  draft: DraftRecord,
  around: Surroundings,
): void {
  builder.change({ kind: 'end_draft', draft: draft.id });
  endUnneeded(builder, { task, attempt }, PLAN_NOT_NEEDED, around.now);
  if (!runHasEnded(run.state)) endPlanningRun(builder, run, 'cancel', PLAN_NOT_NEEDED, around.now);
}
