import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import { issueLane } from '../incoming/lane_of.ts';
import type { ProposalRecord } from '../proposal_record.ts';

/** What is proposed; who asked for an unchanged plan first stays whose it is. */
export type ProposePlan = Omit<ProposalRecord, 'id' | 'createdAt' | 'shownAt'>;

/**
 * Has a plan wait for approval, shown in its issue. One that says the same as `waiting`, that of the issue which waits, changes
 * nothing but is shown again, should somebody have deleted its comment.
 */
export function proposePlan(
  waiting: ProposalRecord | null,
  input: ProposePlan,
  around: Surroundings,
): Decision<{ readonly again: boolean }> {
  const builder = new DecisionBuilder();
  if (waiting !== null && saysTheSame(waiting, input)) {
    return builder.effect(showProposal(waiting, around.newId())).result({ again: true });
  }
  const proposal = { ...input, id: around.newId(), createdAt: around.now, shownAt: null };
  return builder
    .change({ kind: 'save_proposal', proposal, replaces: waiting?.id ?? null })
    .effect(showProposal(proposal, around.newId()))
    .result({ again: waiting !== null });
}

/** Shows a plan that waits in its issue. */
export function showProposal(
  { id: proposal, repository, issue }: Pick<ProposalRecord, 'id' | 'repository' | 'issue'>,
  id: string,
): NewEffect {
  const effect = { kind: 'show_proposal', issue, proposal } as const;
  return { id, lane: issueLane(repository, issue), key: `proposal:${proposal}`, run: null, repository, effect };
}

function saysTheSame(waiting: ProposalRecord, { source, plan, planHash, agents }: ProposePlan): boolean {
  if (waiting.planHash !== planHash || waiting.source !== source) return false;
  return asText(waiting.plan) === asText(plan) && asText(waiting.agents) === asText(agents);
}

/** Independent of the order of keys, which a database need not keep. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
