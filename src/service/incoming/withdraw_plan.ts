import type { Change } from '../../core/changes.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { type Withdrawal, withdrawnText } from '../../core/report/withdrawn.ts';
import { commit } from '../commit.ts';
import { endingProposal } from './ending_proposal.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { noteUnlessOvertaken } from './note_issue.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import { abandonDraft } from './plan_issue.ts';
import { showPlan } from './show_plan.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/** Takes back the plan of the issue that waits for approval, or is being made, and says so in its comment; false: there is none any more. */
export function withdrawPlan(
  occasion: Occasion,
  issue: IncomingIssue,
  because: Withdrawal,
  also: readonly Change[],
): Promise<boolean> {
  const { deps } = occasion;
  return commit(deps, 'withdraw_plan', async (read): Promise<Decision<boolean>> => {
    const { repository, saving } = await nameAgain(read, occasion);
    const proposal = await read.proposalOf(repository.id, issue.number);
    const dropped = await abandonDraft(occasion, read, { repository, issue });
    if (proposal === null && !dropped.result) return nothing(false);
    const noted = await noteUnlessOvertaken(read, repository, issue);
    return {
      changes: [...saving, ...endingProposal(proposal), ...dropped.changes, ...noted, ...also],
      events: dropped.events,
      effects: [showPlan(repository, issue, withdrawnText(because), deps.newId())],
      result: true,
    };
  });
}

/** The same where the issue was closed, or lost its label. */
export async function withdrawWithIssue(
  occasion: Occasion,
  { issue, label }: IssueEvent,
  because: 'issue_closed' | 'issue_unlabelled',
): Promise<Handled> {
  const why =
    because === 'issue_closed' ? ({ kind: 'closed' } as const) : ({ kind: 'unlabelled', label: label ?? '' } as const);
  const isWithdrawn = await withdrawPlan(occasion, issue, why, [settling(occasion, 'The plan was withdrawn.')]);
  return isWithdrawn ? SETTLED : ignored('No plan of the issue waits for approval any more.');
}
