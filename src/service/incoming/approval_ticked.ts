import { showProposal } from '../../core/decide/propose_plan.ts';
import type { VainTick } from '../../core/effects/vain_tick.ts';
import type { IncomingBody, IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import { approvedHash } from '../../core/report/approval_line.ts';
import type { Marker } from '../../core/report/markers.ts';
import { withoutPlan } from '../../core/report/proposed_text.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { commit } from '../commit.ts';
import { approvePlan } from './approve_plan.ts';
import { editorSince } from './editor_since.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { mayGive } from './may_give.ts';
import { type Occasion, settingsOf } from './occasion.ts';
import { putBack } from './put_back.ts';
import { showAsItIs } from './waiting_plan.ts';

/**
 * Somebody edited our comment that shows a plan, or edits of one that runs: a tick of its box approves what has the hash beside the box. Where that is
 * not what waits, or not what the issue says any more, the comment shows what is so now, without a tick.
 */
export async function handleApprovalTick(
  occasion: Occasion,
  { issue, comment }: Extract<IncomingBody, { kind: 'comment' }>,
  marker: Extract<Marker, { kind: 'plan' | 'diff' }>,
): Promise<Handled> {
  const hash = approvedHash(withoutPlan(comment.body));
  if (hash === null || hash === approvedHash(withoutPlan(comment.before ?? '')))
    return ignored('No box was ticked in it.');
  if (!(await isOfIssue(occasion, issue, marker))) return ignored('It shows no plan of this issue.');
  const settings = await settingsOf(occasion);
  if (!(await mayGive(occasion, settings, ['approve']))) return putBack(occasion, comment);
  const at = Math.max(issue.updatedAt, comment.updatedAt);
  const approved = await approvePlan(occasion, { issue, hash, at }, [settling(occasion, 'The plan was approved.')]);
  switch (approved.kind) {
    case 'approved':
      return SETTLED;
    case 'nothing_waits':
      return ignored('No plan of the issue waits for approval.');
    case 'runs_already':
      return ignored('The plan runs already, and no edit of it waits for approval.');
    case 'closed':
      return ignored('The issue is closed.');
    case 'outdated': {
      const tick = { by: occasion.sender.login, editedBy: await editorSince(occasion, approved.proposal) };
      return showOutdated(occasion, approved.proposal, { ...tick, why: 'outdated', changed: null });
    }
    case 'edited':
    case 'unseen':
    case 'other': {
      const also = [settling(occasion, 'What was ticked is not what waits, which is shown again.')];
      const { kind: why, proposal } = approved;
      const tick = { by: occasion.sender.login, why, editedBy: await editorSince(occasion, proposal) };
      const { kind } = await showAsItIs(occasion, { issue, settings, tick }, also);
      return kind === 'proposed' || kind === 'told' || kind === 'planning'
        ? SETTLED
        : ignored('Newer news of the issue were acted upon before.');
    }
    default:
      return approved satisfies never;
  }
}

/** Nothing else is to be shown than what waits; people say whether it still counts. */
async function showOutdated(occasion: Occasion, proposal: ProposalRecord, tick: VainTick): Promise<Handled> {
  const { deps } = occasion;
  await commit(deps, 'show_waiting_plan', async () => ({
    changes: [settling(occasion, 'The issue says something else than what the ticked plan was made of.')],
    events: [],
    effects: [showProposal(proposal, deps.newId(), tick)],
    result: null,
  }));
  return SETTLED;
}

/** Edits are of a run that is under way. */
async function isOfIssue(
  { deps: { store }, repository }: Occasion,
  { number, isPull }: IncomingIssue,
  marker: Extract<Marker, { kind: 'plan' | 'diff' }>,
): Promise<boolean> {
  if (isPull) return false;
  if (marker.kind === 'plan') return marker.issue === number;
  const run = await store.read.newestRun(repository.id, String(number));
  return run !== null && run.id === marker.run && !runHasEnded(run.state);
}
