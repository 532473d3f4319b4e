import type { Change } from '../../core/changes.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';

/** What waits for approval waits no more; null: nothing does. Lands only while it still waits. */
export function endingProposal(waiting: Pick<ProposalRecord, 'id'> | null): readonly Change[] {
  return waiting === null ? [] : [{ kind: 'end_proposal', proposal: waiting.id }];
}

/**
 * The edit of the run's plan that waits for approval waits no more; null: none does. Lands only while that is so: one that was
 * proposed meanwhile would wait beside what came after it.
 */
export function endingEdit(run: string, waiting: Pick<ProposalRecord, 'id'> | null): readonly Change[] {
  return waiting === null ? [{ kind: 'require_no_proposed_edit', run }] : endingProposal(waiting);
}
