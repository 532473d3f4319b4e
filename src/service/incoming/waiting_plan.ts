import { PLAN_GONE_TEXT, PLANNED_ALREADY, waitsForApprovalText } from '../../core/commands/approval_texts.ts';
import type { BuiltCommand } from '../../core/commands/command_table.ts';
import { showProposal } from '../../core/decide/propose_plan.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { commit } from '../commit.ts';
import { readEdit } from './follow_edit.ts';
import type { Occasion } from './occasion.ts';
import { type CarryOut, type CommandOutcome, type Order, TAKEN } from './order.ts';
import { type Start, type Started, startPlan } from './start_plan.ts';
import { withdrawPlan } from './withdraw_plan.ts';

/** What the issue has before there is a run: a plan that waits for approval, or one that is being made; null: nothing, or a run goes on. */
export async function beforeRun(
  { deps, isKnown, repository }: Occasion,
  { issue, subject }: Order,
): Promise<ProposalRecord | 'making' | null> {
  if (issue.isPull || !isKnown || (subject !== null && !runHasEnded(subject.run.state))) return null;
  return waitingOf({ deps, repository }, issue);
}

/** A plan of the issue that waits for approval, or that one is being made, whether or not a run goes on; null: neither. */
export async function waitingOf(
  { deps: { store }, repository }: Pick<Occasion, 'deps' | 'repository'>,
  { number }: Pick<IncomingIssue, 'number'>,
): Promise<ProposalRecord | 'making' | null> {
  const draft = await store.read.draftOf(repository.id, number);
  return draft?.state === 'making' ? 'making' : store.read.proposalOf(repository.id, number);
}

/** How it stands, for whoever wants something of it. */
export function beforeRunText(found: ProposalRecord | 'making'): string {
  return found === 'making' ? PLANNED_ALREADY : waitsForApprovalText(found.planHash);
}

/** For commands that mean a plan before it runs where there is one, unless they name a task, and else a run. */
export function ofWaitingPlan<Name extends BuiltCommand>(
  act: (occasion: Occasion, order: Order<Name>, found: ProposalRecord | 'making') => Promise<CommandOutcome>,
  otherwise: CarryOut<Name>,
): CarryOut<Name> {
  return async (occasion, order) => {
    const found = order.command.argument === null ? await beforeRun(occasion, order) : null;
    return found === null ? otherwise(occasion, order) : act(occasion, order, found);
  };
}

/** `status`: shows the plan again, should somebody have deleted its comment. */
export async function showWaitingPlan(
  { deps }: Occasion,
  { also }: Order,
  proposal: ProposalRecord | 'making',
): Promise<CommandOutcome> {
  if (proposal === 'making') return { kind: 'taken', reply: PLANNED_ALREADY };
  await commit(deps, 'show_waiting_plan', async () => ({
    changes: also,
    events: [],
    effects: [showProposal(proposal, deps.newId())],
    result: null,
  }));
  return { kind: 'taken', reply: waitsForApprovalText(proposal.planHash) };
}

/** `cancel`: the plan does not wait any more. */
export async function cancelWaitingPlan(occasion: Occasion, { issue, also }: Order): Promise<CommandOutcome> {
  const isWithdrawn = await withdrawPlan(occasion, issue, { kind: 'canceled', by: occasion.sender.login }, also);
  return isWithdrawn ? TAKEN : { kind: 'told', reply: PLAN_GONE_TEXT };
}

/**
 * Shows the plan as the event's issue has it, for approval, whatever it says of approval itself: nobody has seen it. Of a plan that
 * runs, the edit. `tick`: what has it shown, where that was one.
 */
export async function showAsItIs(
  occasion: Occasion,
  { issue, settings, ...told }: Pick<Order, 'issue' | 'settings'> & Pick<Start, 'tick'>,
  also: Order['also'] = [],
): Promise<Started> {
  const { deps, repository } = occasion;
  const run = await deps.store.read.newestRun(repository.id, String(issue.number));
  if (run !== null && !runHasEnded(run.state)) {
    const outcome = await readEdit(occasion, { issue, run: run.id, settings, again: true, ...told }, also);
    return outcome === null ? { kind: 'proposed', again: true } : { kind: 'stale' };
  }
  const start = { issue, settings, sameTime: 'counts', approval: 'needed', cause: 'show', ...told } as const;
  return startPlan(occasion, start, { started: also, told: also });
}
