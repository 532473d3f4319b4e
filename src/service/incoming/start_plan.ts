import { agentSettings } from '../../core/agents/agent_settings.ts';
import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import type { Change } from '../../core/changes.ts';
import { createRun } from '../../core/decide/create_run.ts';
import { proposePlan } from '../../core/decide/propose_plan.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { VainTick } from '../../core/effects/vain_tick.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import type { RepositoryRecord, RunRecord } from '../../core/records.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { endingProposal } from './ending_proposal.ts';
import { issuesOfPlan } from './issues_of_plan.ts';
import { noteIssue } from './note_issue.ts';
import { keepingBudget } from './note_settings.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import { abandonDraft, type PlanningCause, planIssue } from './plan_issue.ts';
import { type ReadPlan, readPlan } from './read_plan.ts';
import { rememberRefusedStart, startWasRefused } from './refused_start.ts';
import { showPlan } from './show_plan.ts';

/** What is to be started, and by what. The plan is the body that the signed event showed, and no other. */
export type Start = {
  readonly issue: IncomingIssue;
  readonly settings: ParsedSettings;
  /** Whether news as old as the newest that were acted upon may start a further run; older ones never do. */
  readonly sameTime: 'counts' | 'is_the_same';
  /** `needed`: it waits for approval whatever it says itself; absent: as the plan says. */
  readonly approval?: 'needed';
  /** Why, which matters where the issue has no tasks. */
  readonly cause: PlanningCause;
  /** The tick that has it shown anew, though it approved nothing. */
  readonly tick?: Omit<VainTick, 'changed'>;
};

/**
 * What came of it. `proposed`: it waits for approval; `again`: a plan of the issue waited before. `planning`: it has no tasks, and the
 * orchestrator makes a plan of it. `told`: the issue says why
 * nothing started, and may have said so `again`. `stale`: newer news were acted upon before.
 */
export type Started =
  | { readonly kind: 'started' }
  | { readonly kind: 'proposed'; readonly again: boolean }
  | { readonly kind: 'planning'; readonly again: boolean }
  | { readonly kind: 'told'; readonly again: boolean }
  | { readonly kind: 'stale' }
  | { readonly kind: 'runs_already'; readonly run: RunRecord };

/** What lands with what happens, and not where nothing does. */
export type AlsoLanding = Readonly<Record<'started' | 'told', readonly Change[]>>;

/** What the issue has had. */
type Before = {
  readonly repository: RepositoryRecord;
  /** Its newest run, which has ended. */
  readonly previous: RunRecord | null;
  /** Its plan that waits for approval. */
  readonly waiting: ProposalRecord | null;
};

/**
 * Starts a plan, has it wait for approval where that is wanted, or says in the issue why neither. Whoever calls has asked for
 * permission.
 */
export async function startPlan(occasion: Occasion, start: Start, also: AlsoLanding): Promise<Started> {
  const { deps } = occasion;
  const issues = await issuesOfPlan(occasion, start.issue, null);
  return commit(deps, 'start_plan', async (read): Promise<Decision<Started>> => {
    const { repository, saving } = await nameAgain(read, occasion);
    const previous = await read.newestRun(repository.id, String(start.issue.number));
    if (previous !== null && !runHasEnded(previous.state)) return nothing({ kind: 'runs_already', run: previous });
    // What was refused is tried again like a first start.
    const wasRefused = await startWasRefused(read, previous);
    const seenAt = await read.issueSeenAt(repository.id, start.issue.number);
    if (isStale(start, seenAt, previous !== null && !wasRefused)) return nothing({ kind: 'stale' });
    const noted = noteIssue(repository, start.issue);
    const waiting = await read.proposalOf(repository.id, start.issue.number);
    const found = await readPlan(read, { ...start, issues }, previous);
    const budget = keepingBudget(repository.id, start.settings);
    const freeForm = { ...start, repository, waiting, seenAt };
    const planned = 'isFreeForm' in found ? await planIssue(occasion, read, freeForm) : null;
    if (planned !== null) {
      const refused = previous === null ? [] : [rememberRefusedStart(previous)];
      return { ...planned, changes: [...saving, ...planned.changes, ...budget, noted, ...refused, ...also.started] };
    }
    const dropped = await abandonDraft(occasion, read, { repository, issue: start.issue });
    if ('text' in found) {
      const refused = previous === null ? [] : [rememberRefusedStart(previous)];
      return {
        changes: [...saving, noted, ...refused, ...endingProposal(waiting), ...dropped.changes, ...also.told],
        events: dropped.events,
        effects: [showPlan(repository, start.issue, found.text, deps.newId())],
        result: { kind: 'told', again: previous === null ? seenAt !== null : wasRefused },
      };
    }
    const decision = await decideStart(occasion, read, start, { repository, previous, waiting }, found);
    const events = [...dropped.events, ...decision.events];
    return {
      ...decision,
      events,
      changes: [...saving, ...dropped.changes, ...decision.changes, ...budget, noted, ...also.started],
    };
  });
}

function isStale({ issue, sameTime }: Start, seenAt: number | null, isFurther: boolean): boolean {
  if (seenAt === null) return false;
  // The event that started a run must not start another one when it comes again.
  return issue.updatedAt < seenAt || (issue.updatedAt === seenAt && isFurther && sameTime === 'is_the_same');
}

async function decideStart(
  { deps, sender }: Occasion,
  read: SliceReader,
  { issue: { number: issue }, settings, approval, tick }: Start,
  { repository, previous, waiting }: Before,
  { plan, planHash }: Exclude<ReadPlan, { text: string }>,
): Promise<Decision<Started>> {
  const agents = agentSettings(settings.settings);
  const around = surroundings(deps);
  if (approval === 'needed' || plan.settings.approvePlan === true) {
    const proposed = {
      repository: repository.id,
      issue,
      source: plan.fromSubIssues === true ? 'sub_issues' : 'body',
      text: null,
      plan,
      planHash,
      agents,
      by: sender.login,
    } as const;
    const decision = proposePlan(waiting, proposed, around, tick);
    return { ...decision, result: { kind: 'proposed', ...decision.result } };
  }
  const records = asksForTrackRecords(agents) ? await read.trackRecords(repository.id) : [];
  const input = { repository, source: { issue }, plan, planHash, startedBy: sender.login, agent: null, agents };
  const decision = createRun({ repository, previous, records }, input, around);
  return { ...decision, changes: [...endingProposal(waiting), ...decision.changes], result: { kind: 'started' } };
}
