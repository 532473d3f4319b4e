import { proposePlan, showProposal } from '../../core/decide/propose_plan.ts';
import { readProposed } from '../../core/decide/read_proposed.ts';
import { proposalOf } from '../../core/decide/settle_planning.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { DraftRecord } from '../../core/draft_record.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import type { Marker } from '../../core/report/markers.ts';
import { editRefusedText } from '../../core/report/planning_texts.ts';
import { planInComment, proposedText } from '../../core/report/proposed_text.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import { handleApprovalTick } from './approval_ticked.ts';
import type { CommentEvent } from './comment_event.ts';
import { endingProposal } from './ending_proposal.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { mayCommand, nameAgain, type Occasion, settingsOf } from './occasion.ts';
import { draftSettings } from './plan_issue.ts';
import { putBack } from './put_back.ts';
import { showPlan } from './show_plan.ts';

/**
 * Somebody edited our comment about a plan. Where that holds the plan itself, as the orchestrator proposed it, its text is what waits
 * from now on, and a tick in the same edit approves nothing: nobody was shown what it comes to. Anything else may be a tick.
 */
export async function handleEditedProposal(
  occasion: Occasion,
  event: CommentEvent,
  marker: Extract<Marker, { kind: 'plan' }>,
): Promise<Handled> {
  const { deps, repository } = occasion;
  const { issue, comment } = event;
  const [before, after] = [planInComment(comment.before ?? ''), planInComment(comment.body)];
  if (before === null && after === null) return handleApprovalTick(occasion, event, marker);
  if (marker.issue !== issue.number || issue.isPull) return ignored('It shows no plan of this issue.');
  const text = proposedText(after ?? '');
  const waiting = await deps.store.read.proposalOf(repository.id, issue.number);
  if (waiting !== null && waiting.text === text) return handleApprovalTick(occasion, event, marker);
  if (waiting === null && text === proposedText(before ?? '')) return ignored('The plan in it is the same.');
  const settings = await settingsOf(occasion);
  if (!(await mayCommand(occasion, settings))) return putBack(occasion, comment);
  return follow(occasion, event, settings, text);
}

/** null: it was acted upon; else why not. */
type Outcome = string | null;

async function follow(
  occasion: Occasion,
  { issue, comment }: CommentEvent,
  settings: ParsedSettings,
  text: string,
): Promise<Handled> {
  const outcome = await commit(occasion.deps, 'edit_proposal', async (read): Promise<Decision<Outcome>> => {
    const { repository, saving } = await nameAgain(read, occasion);
    const run = await read.newestRun(repository.id, String(issue.number));
    if (run !== null && !runHasEnded(run.state)) return nothing('The plan runs already.');
    const draft = await read.draftOf(repository.id, issue.number);
    if (draft === null || draft.state === 'making') return nothing('No plan was made of the issue.');
    if (issue.state === 'closed') return nothing('The issue is closed.');
    if (comment.updatedAt < (draft.editedAt ?? 0)) return nothing('A newer edit was acted upon before.');
    const waiting = await read.proposalOf(repository.id, issue.number);
    const decision = decide(occasion, { repository, draft, waiting }, settings, { issue, text });
    const noted = { kind: 'note_draft_edited', draft: draft.id, at: comment.updatedAt } as const;
    const also = [noted, settling(occasion, 'The edit of the proposed plan was read.')];
    return { ...decision, changes: [...saving, ...decision.changes, ...also], result: null };
  });
  return outcome === null ? SETTLED : ignored(outcome);
}

type Before = {
  readonly repository: RepositoryRecord;
  readonly draft: DraftRecord;
  readonly waiting: ProposalRecord | null;
};

function decide(
  { deps, sender }: Occasion,
  { repository, draft, waiting }: Before,
  settings: ParsedSettings,
  { issue, text }: { readonly issue: CommentEvent['issue']; readonly text: string },
): Decision<unknown> {
  // Somebody took the plan out of the comment, and no other is there.
  if (text === '' && waiting !== null) {
    return { ...nothing(null), effects: [showProposal(waiting, deps.newId())] };
  }
  const current = settings.problems.length > 0 ? draft : { ...draft, settings: draftSettings(settings) };
  const read = readProposed(text, current);
  if (read.ok) return proposePlan(waiting, proposalOf(current, read, waiting?.by ?? draft.by), surroundings(deps));
  const refused = editRefusedText(read.problems, read.text, sender.login);
  return {
    changes: endingProposal(waiting),
    events: [],
    effects: [showPlan(repository, issue, refused, deps.newId())],
    result: null,
  };
}
