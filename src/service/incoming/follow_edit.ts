import type { Change } from '../../core/changes.ts';
import { diffOf, followEdit } from '../../core/decide/follow_edit.ts';
import { needsApproval, proposeEdit } from '../../core/decide/propose_edit.ts';
import { refuseEdit } from '../../core/decide/refuse_edit.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { VainTick } from '../../core/effects/vain_tick.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { isEmptyDiff } from '../../core/plan/diff_plans.ts';
import { keptBy } from '../../core/plan/plan_issues.ts';
import type { RunRecord } from '../../core/records.ts';
import { showDiff } from '../../core/run/run_effects.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import { refusedEditOf } from '../refused_edit.ts';
import { withChanges } from '../with_changes.ts';
import { bodyHash, readEditedPlan } from './edited_plan.ts';
import { endingEdit } from './ending_proposal.ts';
import { forgetStatus } from './forget_status.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { issuesOfPlan } from './issues_of_plan.ts';
import { loadEdit } from './load_edit.ts';
import { noteUnlessOvertaken } from './note_issue.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import { type ActedUpon, isOlderEdit, saidNow } from './older_edit.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/** `null`: it was acted upon; else why not. */
type Outcome = string | null;

const SAME = 'The plan is the same.';
const OLDER = 'Newer news of the issue were acted upon before.';

/** An edit of the issue of a run, by somebody with permission. `again`: its approver is shown it, though it says what waits already. */
export type ReadEdit = {
  readonly issue: IncomingIssue;
  readonly run: string;
  readonly settings: ParsedSettings;
  readonly again: boolean;
  /** The tick that has it shown, though it approved nothing. */
  readonly tick?: Omit<VainTick, 'changed'>;
};

/**
 * Somebody with permission edited the issue of a run: the run follows the plan that this event shows, or that waits for approval where
 * the plan was approved, or the issue says what is to mend in it. What the plan says already changes nothing.
 */
export async function followEditOf(
  occasion: Occasion,
  { issue }: IssueEvent,
  { id: run }: RunRecord,
  settings: ParsedSettings,
): Promise<Handled> {
  const also = [settling(occasion, 'The edit of the plan was read.')];
  const outcome = await readEdit(occasion, { issue, run, settings, again: false }, also);
  return outcome === null ? SETTLED : ignored(outcome);
}

/** Reads the plan of a run anew, as an event shows it; `also` lands with what changes. `null`: it was acted upon; else why not. */
export async function readEdit(occasion: Occasion, edit: ReadEdit, also: readonly Change[]): Promise<string | null> {
  const { deps } = occasion;
  const { issue, run } = edit;
  const { read } = deps.store;
  const before = (await read.proposedEdit(run))?.plan ?? (await read.planOf(run));
  const [found, now] = await Promise.all([issuesOfPlan(occasion, issue, before), saidNow(occasion, issue)]);
  return commit(deps, 'edit_plan', async (read): Promise<Decision<Outcome>> => {
    const slice = await loadEdit(read, run);
    if (slice === null || runHasEnded(slice.run.state)) return nothing('Its run has ended; editing starts no other.');
    if (slice.run.cancel !== null) return nothing('Its run is being canceled.');
    const { repository, saving } = await nameAgain(read, occasion);
    const [waiting, [last]] = await Promise.all([read.proposedEdit(run), read.planEdits(run, 1)]);
    const { settings } = edit;
    const issues = keptBy(waiting?.plan ?? slice.plan, found);
    const seenAt = await read.issueSeenAt(repository.id, issue.number);
    if (isOlderEdit(issue, seenAt, now, { slice, waiting, last, settings, issues })) return nothing(OLDER);
    const decision = await decide(occasion, edit, { slice, waiting, last, issues });
    const noted = await noteUnlessOvertaken(read, repository, issue);
    if (decision === null) return { ...nothing(SAME), changes: noted };
    const changes = [...saving, ...(await forgetStatus(read, run)), ...noted, ...also];
    const tick = edit.tick === undefined ? undefined : { ...edit.tick, changed: null };
    const effects = [...decision.effects, showDiff(run, deps.newId(), tick)];
    return { ...withChanges(decision, changes), effects, result: null };
  });
}

/** What an edit is held against. */
type Against = Omit<ActedUpon, 'settings'>;

/** null: nothing is new. */
async function decide(
  { deps, sender }: Occasion,
  { issue, settings, again }: ReadEdit,
  { slice, waiting, last, issues }: Against,
): Promise<Decision<unknown> | null> {
  const by = sender.login;
  const ending = endingEdit(slice.run.id, waiting);
  const edited = readEditedPlan(issue, slice.tasks, settings, issues);
  if (!edited.ok) {
    const body = bodyHash(issue);
    const isKnown = last?.body.kind === 'plan_edit_refused' && last.body.body === body;
    const refused = refuseEdit(slice.run, { body, problems: edited.problems, by });
    return isKnown && waiting === null ? shownAgain(again) : withChanges(refused, ending);
  }
  const { plan, planHash } = edited.edit;
  const diff = diffOf(slice, plan);
  // What an issue of the plan was edited to is part of the plan, and not of its hash.
  const isSame = isEmptyDiff(diff) || (planHash === slice.run.planHash && diff.ticked.length === 0);
  // What was said before of an edit that does not stand any more is taken back.
  const anew = (await refusedEditOf(deps, slice.run)) !== null;
  const isWaitedFor = last?.body.kind === 'plan_edit_refused' || waiting !== null || anew;
  if (isSame && !isWaitedFor) return shownAgain(again);
  if (needsApproval(slice, diff, planHash)) {
    const source = plan.fromSubIssues === true ? 'sub_issues' : 'body';
    const proposed = proposeEdit(slice, waiting, { plan, planHash, by, source, anew }, surroundings(deps));
    return proposed.result.again ? shownAgain(again) : proposed;
  }
  return withChanges(followEdit(slice, { plan, planHash, by }, surroundings(deps)), ending);
}

function shownAgain(again: boolean): Decision<unknown> | null {
  return again ? nothing(null) : null;
}
