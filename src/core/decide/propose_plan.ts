import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import type { ChangedSinceShown, VainTick } from '../effects/vain_tick.ts';
import { diffPlans } from '../plan/diff_plans.ts';
import type { ProposalRecord } from '../proposal_record.ts';
import { issueLane } from '../run/lanes.ts';

/** What is proposed; who asked for an unchanged plan first stays whose it is. */
export type ProposePlan = Omit<ProposalRecord, 'id' | 'run' | 'createdAt' | 'shownAt'>;

/**
 * Has a plan wait for approval, shown in its issue. One that says the same as `waiting`, that of the issue which waits, changes
 * nothing but is shown again, should somebody have deleted its comment.
 *
 * @param tick the tick that approved nothing and has it shown
 */
export function proposePlan(
  waiting: ProposalRecord | null,
  input: ProposePlan,
  around: Surroundings,
  tick?: Omit<VainTick, 'changed'>,
): Decision<{ readonly again: boolean }> {
  const builder = new DecisionBuilder();
  const told = tick === undefined ? undefined : { ...tick, changed: changedSince(waiting, input) };
  if (waiting !== null && saysTheSame(waiting, input)) {
    return builder.effect(showProposal(waiting, around.newId(), told)).result({ again: true });
  }
  const proposal = { ...input, id: around.newId(), run: null, createdAt: around.now, shownAt: null };
  return builder
    .change({ kind: 'save_proposal', proposal, replaces: waiting?.id ?? null })
    .effect(showProposal(proposal, around.newId(), told))
    .result({ again: waiting !== null });
}

/** Shows a plan that waits in its issue. */
export function showProposal(
  { id: proposal, repository, issue }: Pick<ProposalRecord, 'id' | 'repository' | 'issue'>,
  id: string,
  tick?: VainTick,
): NewEffect {
  const effect = { kind: 'show_proposal', issue, proposal } as const;
  const lane = issueLane(repository, issue);
  if (tick !== undefined) return { id, lane, run: null, repository, effect: { ...effect, tick } };
  return { id, lane, key: `proposal:${proposal}`, run: null, repository, effect };
}

/** More is not kept of what changed. */
const CHANGES_AT_MOST = 100;

function changedSince(waiting: ProposalRecord | null, { plan }: Pick<ProposePlan, 'plan'>): ChangedSinceShown | null {
  if (waiting === null) return null;
  const { added, changed, removed, settings, around } = diffPlans(waiting.plan, plan, new Map());
  const some = <Item>(items: readonly Item[]) => items.slice(0, CHANGES_AT_MOST);
  return {
    added: some(added),
    changed: some(changed),
    removed: some(removed),
    settings: some(settings.map(({ key }) => key)),
    around,
  };
}

/** Whether the same is proposed that waits already. */
export function saysTheSame(
  waiting: ProposalRecord,
  { source, plan, planHash, agents }: Omit<ProposePlan, 'by'>,
): boolean {
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
