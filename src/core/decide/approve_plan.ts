import type { Decision, Surroundings } from '../decision.ts';
import type { ProposalRecord } from '../proposal_record.ts';
import type { RepositoryRecord } from '../records.ts';
import { type CreateRunSlice, createRun } from './create_run.ts';

/** A plan that waits for approval, with what its run stands on. */
export type ApproveSlice = Omit<CreateRunSlice, 'repository'> & {
  readonly proposal: ProposalRecord;
  readonly repository: RepositoryRecord;
};

/** Starts a plan that waited for approval, exactly as it was shown. It belongs to who asked for it, and says who approved it. */
export function approvePlan(
  { proposal, repository, previous, records }: ApproveSlice,
  { by }: { readonly by: string },
  around: Surroundings,
): Decision<{ run: string }> {
  const { plan, planHash, agents, issue } = proposal;
  const input = { repository, source: { issue }, plan, planHash, startedBy: proposal.by, agent: null, agents };
  const decision = createRun({ repository, previous, records }, input, around);
  const approved = { run: decision.result.run, body: { kind: 'plan_approved', by, planHash } } as const;
  return {
    ...decision,
    changes: [{ kind: 'end_proposal', proposal: proposal.id }, ...decision.changes],
    events: [...decision.events, approved],
  };
}
