import type { Change } from '../../core/changes.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';

/** What waits for approval waits no more; null: nothing does. Lands only while it still waits. */
export function endingProposal(waiting: Pick<ProposalRecord, 'id'> | null): readonly Change[] {
  return waiting === null ? [] : [{ kind: 'end_proposal', proposal: waiting.id }];
}
