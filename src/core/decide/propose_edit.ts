import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { EditSlice } from '../edit_slice.ts';
import { isEmptyDiff, type PlanDiff } from '../plan/diff_plans.ts';
import type { ProposalRecord, ProposalSource } from '../proposal_record.ts';
import { diffOf, type EditInput } from './follow_edit.ts';
import { editProposedEvent } from './plan_edited_event.ts';
import { saysTheSame } from './propose_plan.ts';

/** An edit, and what was edited; `anew`: it is told once more, though the same waits. */
export type ProposedEdit = Omit<EditInput, 'approvedBy'> & { readonly source: ProposalSource; readonly anew: boolean };

/**
 * Has an edit of an approved plan wait for approval, in the place of `waiting`, the one that waits; the run keeps its plan. One that
 * says the same as that changes nothing. What is pinned is the whole edited plan: what it comes to is found when it is followed.
 */
export function proposeEdit(
  slice: EditSlice,
  waiting: ProposalRecord | null,
  { plan, planHash, by, source, anew }: ProposedEdit,
  around: Surroundings,
): Decision<{ readonly again: boolean }> {
  const { run, agents } = slice;
  if (run.issue === null) throw new Error('A run without an issue has nobody to approve edits of its plan.');
  const input = {
    repository: run.repository,
    issue: run.issue,
    run: run.id,
    source,
    text: null,
    plan,
    planHash,
    agents,
  };
  if (waiting !== null && !anew && saysTheSame(waiting, input)) return nothing({ again: true });
  const proposal = { ...input, id: around.newId(), by, createdAt: around.now, shownAt: null };
  return (
    new DecisionBuilder()
      .change({ kind: 'save_proposal', proposal, replaces: waiting?.id ?? null })
      // It is the whole plan: what another edit says that is followed at this moment would be taken back by it.
      .change({ kind: 'require_plan', run: run.id, edits: run.planEdits })
      .event(editProposedEvent(run, diffOf(slice, plan), { by, planHash }))
      .result({ again: false })
  );
}

/**
 * Whether an edit of a plan waits for somebody to approve it: what runs is what was approved. That a task was done by hand changes
 * nothing that anybody approved.
 */
export function needsApproval({ plan, run }: EditSlice, diff: PlanDiff, planHash: string): boolean {
  const isMore = planHash !== run.planHash && !isEmptyDiff({ ...diff, ticked: [] });
  return plan.settings.approvePlan === true && isMore;
}
