import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { DraftRecord } from '../draft_record.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { Reason } from '../reason.ts';
import type { RunRecord } from '../records.ts';
import { planningFailedText } from '../report/planning_texts.ts';
import { issueLane } from '../run/lanes.ts';
import { runHasEnded } from '../run/run_state.ts';
import { moveRun } from './move_run.ts';

/** Why a run ends that makes a plan which nobody waits for. */
export const PLAN_NOT_NEEDED: Reason = { code: 'not_needed', message: 'The plan is not wanted any more.' };

/** Ends the run that makes a plan. One that was ended before stays as it is. */
export function endPlanningRun(
  builder: DecisionBuilder,
  run: RunRecord,
  how: 'succeed' | 'fail' | 'cancel',
  reason: Reason | null,
  now: number,
): void {
  if (runHasEnded(run.state)) return;
  builder.change({ kind: 'count_open_tasks', run: run.id, by: -1 });
  const inputs =
    how !== 'succeed'
      ? ([how] as const)
      : run.state === 'paused'
        ? (['accept'] as const)
        : (['all_in', 'accept'] as const);
  moveRun(builder, run, inputs, { endedAt: now, reason });
}

/** No plan was made, which the issue says. */
export function giveUp(builder: DecisionBuilder, draft: DraftRecord, because: string, around: Surroundings): void {
  builder.change({ kind: 'end_draft', draft: draft.id });
  builder.effect(showInIssue(draft, planningFailedText(because), around));
}

/** Says so in the one comment of the issue. */
export function showInIssue({ repository, issue }: DraftRecord, text: string, around: Surroundings): NewEffect {
  const effect = { kind: 'show_plan', issue, text } as const;
  return { id: around.newId(), lane: issueLane(repository, issue), run: null, repository, effect };
}
