import { approvalRefusedText, NOTHING_TO_APPROVE, NOTHING_WAITS_IN_RUN } from '../../core/commands/approval_texts.ts';
import { approvePlan } from './approve_plan.ts';
import { approveTaskCommand } from './approve_task_command.ts';
import type { Occasion } from './occasion.ts';
import { type CommandOutcome, type Order, OVERTAKEN, TAKEN } from './order.ts';
import { showAsItIs } from './waiting_plan.ts';

/** `approve`, with the key of a task or the beginning of a hash, or without. */
export async function approveCommand(occasion: Occasion, order: Order<'approve'>): Promise<CommandOutcome> {
  const { issue, comment, also, settings, command } = order;
  const at = Math.max(issue.updatedAt, comment.updatedAt);
  const ofTask = await approveTaskCommand(occasion, order);
  if (ofTask !== null) return ofTask;
  if (issue.isPull) return { kind: 'told', reply: NOTHING_TO_APPROVE };
  const hash = command.argument?.toLowerCase() ?? null;
  const approval = { issue, hash, at, ...(hash === null ? {} : ({ isNamed: true } as const)) };
  const approved = await approvePlan(occasion, approval, also);
  switch (approved.kind) {
    case 'approved':
      return TAKEN;
    case 'nothing_waits':
      return { kind: 'told', reply: NOTHING_TO_APPROVE };
    case 'runs_already':
      return { kind: 'told', reply: NOTHING_WAITS_IN_RUN };
    case 'closed':
    case 'outdated':
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
