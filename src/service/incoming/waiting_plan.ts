import {
  approvalRefusedText,
  NOTHING_TO_APPROVE,
  PLAN_GONE_TEXT,
  waitsForApprovalText,
} from '../../core/commands/approval_texts.ts';
import type { BuiltCommand } from '../../core/commands/command_table.ts';
import { runsAlreadyText } from '../../core/commands/command_texts.ts';
import { showProposal } from '../../core/decide/propose_plan.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { commit } from '../commit.ts';
import { approvePlan } from './approve_plan.ts';
import { approveTaskCommand } from './approve_task_command.ts';
import type { Occasion } from './occasion.ts';
import { type Answer, type Order, OVERTAKEN } from './order.ts';
import { startPlan } from './start_plan.ts';
import { withdrawPlan } from './withdraw_plan.ts';

const TAKEN: Answer = { kind: 'taken' };

type CarryOut<Name extends BuiltCommand> = (occasion: Occasion, order: Order<Name>) => Promise<Answer>;

/** The plan of the issue that waits for approval, unless a run of it goes on: then a command means that. */
export async function waitingPlan(
  { deps, isKnown, repository }: Occasion,
  { issue, subject }: Order,
): Promise<ProposalRecord | null> {
  if (issue.isPull || !isKnown || (subject !== null && !runHasEnded(subject.run.state))) return null;
  return deps.store.read.proposalOf(repository.id, issue.number);
}

/** For commands that mean a plan before it runs where one waits, unless they name a task, and else a run. */
export function ofWaitingPlan<Name extends BuiltCommand>(
  act: (occasion: Occasion, order: Order<Name>, proposal: ProposalRecord) => Promise<Answer>,
  otherwise: CarryOut<Name>,
): CarryOut<Name> {
  return async (occasion, order) => {
    const proposal = order.command.argument === null ? await waitingPlan(occasion, order) : null;
    return proposal === null ? otherwise(occasion, order) : act(occasion, order, proposal);
  };
}

/** `status`: shows the plan again, should somebody have deleted its comment. */
export async function showWaitingPlan({ deps }: Occasion, { also }: Order, proposal: ProposalRecord): Promise<Answer> {
  await commit(deps, 'show_waiting_plan', async () => ({
    changes: also,
    events: [],
    effects: [showProposal(proposal, deps.newId())],
    result: null,
  }));
  return { kind: 'taken', reply: waitsForApprovalText(proposal.planHash) };
}

/** `cancel`: the plan does not wait any more. */
export async function cancelWaitingPlan(occasion: Occasion, { issue, also }: Order): Promise<Answer> {
  const isWithdrawn = await withdrawPlan(occasion, issue, { kind: 'canceled', by: occasion.sender.login }, also);
  return isWithdrawn ? TAKEN : { kind: 'told', reply: PLAN_GONE_TEXT };
}

/** `approve`, with the key of a task or the beginning of a hash, or without. */
export async function approveCommand(occasion: Occasion, order: Order<'approve'>): Promise<Answer> {
  const { issue, comment, also, settings, command } = order;
  const at = Math.max(issue.updatedAt, comment.updatedAt);
  const ofTask = await approveTaskCommand(occasion, order);
  if (ofTask !== null) return ofTask;
  if (issue.isPull) return { kind: 'told', reply: NOTHING_TO_APPROVE };
  const approved = await approvePlan(occasion, { issue, hash: command.argument?.toLowerCase() ?? null, at }, also);
  switch (approved.kind) {
    case 'approved':
      return TAKEN;
    case 'nothing_waits':
      return { kind: 'told', reply: NOTHING_TO_APPROVE };
    case 'runs_already':
      return { kind: 'told', reply: runsAlreadyText(approved.run) };
    case 'closed':
      return { kind: 'told', reply: approvalRefusedText(approved.kind, approved.proposal.planHash) };
    case 'edited':
    case 'unseen':
    case 'other': {
      const shown = await showAsItIs(occasion, { issue, settings });
      if (shown.kind === 'stale') return OVERTAKEN;
      return { kind: 'told', reply: approvalRefusedText(approved.kind, approved.proposal.planHash) };
    }
    default:
      return approved satisfies never;
  }
}

/** Shows the plan as the event's issue has it, for approval, whatever it says of approval itself: nobody has seen it. */
export function showAsItIs(
  occasion: Occasion,
  { issue, settings }: Pick<Order, 'issue' | 'settings'>,
  also: Order['also'] = [],
): ReturnType<typeof startPlan> {
  const start = { issue, settings, sameTime: 'counts', approval: 'needed' } as const;
  return startPlan(occasion, start, { started: also, told: also });
}
