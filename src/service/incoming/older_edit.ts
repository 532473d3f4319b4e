import type { EditSlice } from '../../core/edit_slice.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { PlanIssues } from '../../core/plan/plan_issues.ts';
import type { PlanEdit } from '../../core/plan_edit.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { bodyHash, readEditedPlan } from './edited_plan.ts';
import type { Occasion } from './occasion.ts';

/** What an issue says now, held against what an event says that it said; `text` null: the issue is gone. */
export type SaidNow =
  | { readonly kind: 'same' }
  | { readonly kind: 'other'; readonly text: Pick<IncomingIssue, 'title' | 'body'> | null };

/** Reads an issue, since an event may arrive late, and what happened to the issue meanwhile need not have changed its text. */
export async function saidNow(
  { github, repository }: Pick<Occasion, 'github' | 'repository'>,
  { number, title, body }: IncomingIssue,
): Promise<SaidNow> {
  const now = await github.repositories.issue(repository, number);
  if (now === null) return { kind: 'other', text: null };
  const isSame = now.title === title && now.body === body;
  return isSame ? { kind: 'same' } : { kind: 'other', text: { title: now.title, body: now.body } };
}

/** What was acted upon of edits, and by what an edit is read. */
export type ActedUpon = {
  readonly slice: EditSlice;
  readonly waiting: ProposalRecord | null;
  readonly last: PlanEdit | undefined;
  readonly settings: ParsedSettings;
  readonly issues: PlanIssues;
};

/**
 * Whether an edit is older than one that was acted upon. GitHub tells times in whole seconds: of two of one second, what GitHub has
 * counts. Other news, such as a comment, do not make an edit old that the issue still says.
 */
export function isOlderEdit(
  { updatedAt }: Pick<IncomingIssue, 'updatedAt'>,
  seenAt: number | null,
  now: SaidNow,
  actedUpon: ActedUpon,
): boolean {
  if (now.kind === 'same' || seenAt === null || updatedAt > seenAt) return false;
  return updatedAt < seenAt || (now.text !== null && isActedUpon(now.text, actedUpon));
}

function isActedUpon(
  now: Pick<IncomingIssue, 'title' | 'body'>,
  { slice, waiting, last, settings, issues }: ActedUpon,
): boolean {
  const edited = readEditedPlan(now, slice.tasks, settings, issues);
  if (!edited.ok) return last?.body.kind === 'plan_edit_refused' && last.body.body === bodyHash(now);
  return edited.edit.planHash === (waiting?.planHash ?? slice.run.planHash);
}
