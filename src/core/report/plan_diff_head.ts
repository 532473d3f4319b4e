import type { PlanEdit } from '../plan_edit.ts';
import type { ProposalRecord } from '../proposal_record.ts';
import { counted } from '../text/counted.ts';
import { editCounts, isNothing, NO_CHANGE } from '../text/edit_counts.ts';
import { shortHash } from '../text/short_hash.ts';
import { editApprovalLine } from './approval_line.ts';
import { inlineText } from './inline_text.ts';

type Followed = Extract<PlanEdit['body'], { readonly kind: 'plan_edited' }>;
type Proposed = Extract<PlanEdit['body'], { readonly kind: 'plan_edit_proposed' }>;
type Refused = Extract<PlanEdit['body'], { readonly kind: 'plan_edit_refused' }>;

const LOGIN_LIMIT = 60;

/** An edit that waits for approval, as far as the comment shows it. */
export type WaitingEdit = Pick<ProposalRecord, 'plan' | 'planHash'>;

/** What stands above the list of changes: what became of the newest edit, and what is wanted where it waits for approval. */
export function editHead(body: PlanEdit['body'], waiting: WaitingEdit | null): string {
  switch (body.kind) {
    case 'plan_edited':
      return followedHead(body);
    case 'plan_edit_proposed':
      return waiting === null ? unapprovedHead(body) : waitingHead(body, waiting);
    case 'plan_edit_refused':
      return refusedHead(body, waiting);
    default:
      return body satisfies never;
  }
}

function followedHead(edit: Followed): string {
  const who = inlineText(edit.by, LOGIN_LIMIT);
  const keeps = edit.leftAlone.length === 0 ? '' : ' What had begun goes on as it was.';
  if (isNothing(edit)) return `**${who} edited the plan: ${NO_CHANGE}.**`;
  return `**${who} edited the plan, ${approvedText(edit)}and the run follows: ${editCounts(edit)}.**${keeps}`;
}

function approvedText({ by, approvedBy }: Followed): string {
  if (approvedBy === undefined) return '';
  return approvedBy === by ? 'approved that, ' : `${inlineText(approvedBy, LOGIN_LIMIT)} approved that, `;
}

function waitingHead(edit: Proposed, { planHash }: WaitingEdit): string {
  const who = inlineText(edit.by, LOGIN_LIMIT);
  return [
    `**${who} edited the plan, and that waits for approval: ${editCounts(edit)}.** The run goes on with the plan it has.`,
    `${howToApprove(planHash)} A later edit needs a new approval.`,
    `\n${editApprovalLine(planHash)}`,
    '\nOnce it is approved:',
  ].join('\n');
}

function howToApprove(planHash: string): string {
  return `Tick the box below, or write \`/planwright approve\`: both approve the edit as it is shown here (\`${shortHash(planHash)}\`).`;
}

function unapprovedHead(edit: Proposed): string {
  const who = inlineText(edit.by, LOGIN_LIMIT);
  return `**${who} edited the plan, and nobody approved that while the run was under way: ${editCounts(edit)}.** Nothing of it was done.`;
}

function refusedHead({ by, problems, untold }: Refused, waiting: WaitingEdit | null): string {
  const things = counted(problems.length + untold, 'thing');
  const who = inlineText(by, LOGIN_LIMIT);
  const isOfSettings = problems.some(({ file }) => file !== undefined);
  const what = isOfSettings
    ? `**${who} edited the plan, which is not followed: ${things} to mend in the settings; the run keeps the plan it has.** Mend the file on the default branch, then edit the issue.`
    : `**${who} edited the plan, which now has ${things} to mend; the run keeps the plan it has.** Edit the issue; I check again by myself.`;
  return `${what}${waiting === null ? '' : stillWaiting(waiting)}`;
}

/** An edit from before, which an issue that is a task of the plan did not take back. */
function stillWaiting({ planHash }: WaitingEdit): string {
  return `\n\nThe edit before that waits for approval. ${howToApprove(planHash)}\n\n${editApprovalLine(planHash)}\n\nTo mend:`;
}
