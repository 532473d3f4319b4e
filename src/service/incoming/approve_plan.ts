import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import type { Change } from '../../core/changes.ts';
import { approveEdit as decideApproveEdit } from '../../core/decide/approve_edit.ts';
import { approvePlan as decideApprovePlan } from '../../core/decide/approve_plan.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { KnownTask } from '../../core/plan/find_task.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import { pinnedIssues } from '../../core/plan/plan_issues.ts';
import type { ProposalRecord, ProposalSource } from '../../core/proposal_record.ts';
import type { RunRecord } from '../../core/records.ts';
import { showDiff } from '../../core/run/run_effects.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { isHashOf } from '../../core/text/short_hash.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { earlierTasks } from './edited_plan.ts';
import { forgetStatus } from './forget_status.ts';
import { loadEdit } from './load_edit.ts';
import { noteUnlessOvertaken } from './note_issue.ts';
import { nameAgain, type Occasion } from './occasion.ts';

/** What somebody with permission approves: the plan of an issue as the event shows it. */
export type PlanApproval = {
  readonly issue: IncomingIssue;
  /** The hash that was named or ticked, or at least as much of it as is shown; null: what the comment showed at that moment. */
  readonly hash: string | null;
  /** Somebody wrote the hash: they mean this plan, also where the issue that it was made of says something else by now. */
  readonly isNamed?: true;
  /** When it was approved, in epoch milliseconds by GitHub's clock. */
  readonly at: number;
};

/**
 * What came of it. `edited`: the issue does not say any more what was shown. `outdated`: it does not say any more what the orchestrator made the plan of. `unseen`: what waits was not yet shown when it was
 * approved. `other`: another hash was meant than that of what waits.
 */
export type Approved =
  | { readonly kind: 'approved' }
  | { readonly kind: 'nothing_waits' }
  | { readonly kind: 'runs_already'; readonly run: RunRecord }
  | { readonly kind: 'edited' | 'outdated' | 'unseen' | 'other' | 'closed'; readonly proposal: ProposalRecord };

/**
 * Starts the plan that waits for approval, or has its run follow an edit that does, if it is what the event's own issue says and what
 * its author could see. What runs is the plan that was shown, whatever happens to the issue from now on. Whoever calls has asked for
 * permission.
 */
export function approvePlan(occasion: Occasion, approval: PlanApproval, also: readonly Change[]): Promise<Approved> {
  const { deps, sender } = occasion;
  const { issue } = approval;
  return commit(deps, 'approve_plan', async (read): Promise<Decision<Approved>> => {
    const { repository, saving } = await nameAgain(read, occasion);
    const proposal = await read.proposalOf(repository.id, issue.number);
    const previous = await read.newestRun(repository.id, String(issue.number));
    if (previous !== null && !runHasEnded(previous.state)) {
      const approved = await approveEdit(occasion, read, previous, approval);
      return { ...approved, changes: approved.changes.length === 0 ? [] : [...saving, ...approved.changes, ...also] };
    }
    if (proposal === null) return nothing({ kind: 'nothing_waits' });
    const draft = proposal.source === 'orchestrator' ? await read.draftOf(repository.id, issue.number) : null;
    const isOutdated = draft !== null && draft.body !== issue.body && approval.isNamed !== true;
    const amiss = whatIsAmiss(proposal, approval, []) ?? (isOutdated ? 'outdated' : null);
    if (amiss !== null) return nothing({ kind: amiss, proposal });
    const records = asksForTrackRecords(proposal.agents) ? await read.trackRecords(repository.id) : [];
    const slice = { proposal, repository, previous, records };
    const decision = decideApprovePlan(slice, { by: sender.login }, surroundings(deps));
    const noted = await noteUnlessOvertaken(read, repository, issue);
    return { ...decision, changes: [...saving, ...decision.changes, ...noted, ...also], result: { kind: 'approved' } };
  });
}

/** Has a run follow the edit of its plan that waits for approval, by the same rules. */
async function approveEdit(
  { deps, sender }: Occasion,
  read: SliceReader,
  run: RunRecord,
  approval: PlanApproval,
): Promise<Decision<Approved>> {
  const [proposal, slice] = await Promise.all([read.proposedEdit(run.id), loadEdit(read, run.id)]);
  if (proposal === null || slice === null || slice.run.cancel !== null) return nothing({ kind: 'runs_already', run });
  const amiss = whatIsAmiss(proposal, approval, earlierTasks(slice.tasks));
  if (amiss !== null) return nothing({ kind: amiss, proposal });
  const decision = decideApproveEdit(slice, proposal, sender.login, surroundings(deps));
  const noted = await noteUnlessOvertaken(read, { id: run.repository }, approval.issue);
  return {
    ...decision,
    changes: [...decision.changes, ...(await forgetStatus(read, run.id)), ...noted],
    effects: [...decision.effects, showDiff(run.id, deps.newId())],
    result: { kind: 'approved' },
  };
}

/** `known`: what tasks of its run are called. */
function whatIsAmiss(
  proposal: ProposalRecord,
  { issue, hash, at }: PlanApproval,
  known: readonly KnownTask[],
): 'closed' | 'edited' | 'unseen' | 'other' | null {
  if (issue.state === 'closed') return 'closed';
  if (!SAYS_STILL[proposal.source](proposal, issue, known)) return 'edited';
  if (proposal.shownAt === null) return 'unseen';
  if (hash === null) return at < proposal.shownAt ? 'unseen' : null;
  return isHashOf(proposal.planHash, hash) ? null : 'other';
}

/**
 * Whether an issue still says what was proposed of it. What an orchestrator proposed stands in its own comment, and is outdated where the issue says something else. Of the issues that a
 * plan is made of, the proposal has what was shown.
 */
const SAYS_STILL: Readonly<Record<ProposalSource, typeof saysTheSame>> = {
  body: saysTheSame,
  orchestrator: () => true,
  sub_issues: saysTheSame,
  task_issue: () => true,
};

function saysTheSame(
  { plan, planHash }: ProposalRecord,
  { number, body }: IncomingIssue,
  known: readonly KnownTask[],
): boolean {
  const parsed = parsePlan(body, known, pinnedIssues(number, plan));
  return parsed.ok && hashPlan(parsed.plan) === planHash;
}
