import type { Decision, Surroundings } from '../decision.ts';
import type { EditSlice } from '../edit_slice.ts';
import type { ProposalRecord } from '../proposal_record.ts';
import { followEdit } from './follow_edit.ts';

/**
 * Somebody approves an edit that waited: the run follows it as it was shown, all of it at once. What began meanwhile goes on as it
 * was.
 */
export function approveEdit(
  slice: EditSlice,
  { id, plan, planHash, by }: ProposalRecord,
  approvedBy: string,
  around: Surroundings,
): Decision<unknown> {
  const decision = followEdit(slice, { plan, planHash, by, approvedBy }, around);
  const approved = { run: slice.run.id, body: { kind: 'plan_approved', by: approvedBy, planHash } } as const;
  return {
    ...decision,
    changes: [{ kind: 'end_proposal', proposal: id }, ...decision.changes],
    events: [approved, ...decision.events],
  };
}
