import type { Outcome } from '../../protocol/outcome.ts';
import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { DraftRecord } from '../draft_record.ts';
import type { Failure } from '../failure_note.ts';
import { PLAN_OUTPUT, PROBLEMS_OUTPUT, writtenPlan } from '../prompt/written_plan.ts';
import type { ProposalRecord } from '../proposal_record.ts';
import { planRefusedText, problemList } from '../report/planning_texts.ts';
import type { AttemptSlice } from '../slices.ts';
import { PLANNING_PLACE_MS } from './begin_planning.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { endHiddenTask, succeedHiddenTask } from './end_hidden_task.ts';
import { endPlanningRun, giveUp, PLAN_NOT_NEEDED, showInIssue } from './end_planning.ts';
import { moveTask } from './move_task.ts';
import { proposePlan } from './propose_plan.ts';
import { readProposed } from './read_proposed.ts';

/** The first, and two that mend it. */
const ATTEMPTS_AT_MOST = 3;

/** What is made of an issue, and what waits there. */
export type DraftSlice = { readonly draft: DraftRecord | null; readonly waiting: ProposalRecord | null };

/**
 * What becomes of a plan that an orchestrator's attempt has made: it is proposed, mended in the same conversation, or did not work out,
 * which its issue says.
 */
export function settlePlanning(
  builder: DecisionBuilder,
  slice: AttemptSlice,
  { draft, waiting }: DraftSlice,
  { outcome, failure }: { readonly outcome: Outcome; readonly failure: Failure | null },
  around: Surroundings,
): void {
  const { task, run } = slice;
  const canceled = cancelReason(slice);
  if (canceled !== null || draft === null || draft.state !== 'making') {
    const reason = canceled ?? PLAN_NOT_NEEDED;
    endHiddenTask(builder, task, 'cancel', reason, around.now);
    endPlanningRun(builder, run, 'cancel', reason, around.now);
    if (draft?.state === 'making') giveUp(builder, draft, 'It was canceled.', around);
    return;
  }
  if (failure !== null) {
    const reason = { code: 'never_retried', class: failure.class, message: failure.message } as const;
    endHiddenTask(builder, task, 'fail', reason, around.now);
    endPlanningRun(builder, run, 'fail', reason, around.now);
    giveUp(builder, draft, failure.message, around);
    return;
  }
  const read = readProposed(writtenPlan(outcome.outputs, outcome.summary), draft);
  if (!read.ok && task.attempts < ATTEMPTS_AT_MOST) {
    const outputs = { [PLAN_OUTPUT]: read.text, [PROBLEMS_OUTPUT]: problemList(read.problems) };
    // Somebody may withdraw the plan at this moment.
    builder.change(requireNotCanceled(slice));
    moveTask(builder, task, 'give_back', { outputs, dueAt: around.now + PLANNING_PLACE_MS });
    return;
  }
  builder.change({ kind: 'end_draft', draft: draft.id });
  succeedHiddenTask(builder, task, { outputs: outcome.outputs, summary: outcome.summary }, around.now);
  endPlanningRun(builder, run, 'succeed', null, around.now);
  if (!read.ok) {
    builder.effect(showInIssue(draft, planRefusedText(read.problems, read.text), around));
    return;
  }
  builder.take(proposePlan(waiting, proposalOf(draft, read, draft.by), around));
}

/** What waits for approval where a plan of an issue was made, or edited. */
export function proposalOf(
  { repository, issue, settings }: DraftRecord,
  { plan, planHash, text }: Extract<ReturnType<typeof readProposed>, { ok: true }>,
  by: string,
) {
  const { planDefaults: _, ...agents } = settings;
  return { repository, issue, source: 'orchestrator', text, plan, planHash, agents, by } as const;
}
