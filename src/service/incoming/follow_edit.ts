import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import type { Change } from '../../core/changes.ts';
import { diffOf, followEdit } from '../../core/decide/follow_edit.ts';
import { refuseEdit } from '../../core/decide/refuse_edit.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import type { EditSlice } from '../../core/edit_slice.ts';
import { isEmptyDiff } from '../../core/plan/diff_plans.ts';
import { type PlanIssues, pinnedIssues } from '../../core/plan/plan_issues.ts';
import type { EditProblem } from '../../core/plan_edit.ts';
import type { RunRecord } from '../../core/records.ts';
import { showDiff } from '../../core/run/run_effects.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { refusedEditOf } from '../refused_edit.ts';
import { withChanges } from '../with_changes.ts';
import { approvalProblem, bodyHash, readEditedPlan } from './edited_plan.ts';
import { forgetStatus } from './forget_status.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { issuesOfPlan } from './issues_of_plan.ts';
import { isOvertaken, noteIssue } from './note_issue.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/** `null`: it was acted upon; else why not. */
type Outcome = string | null;

const SAME = 'The plan is the same.';

/**
 * Somebody with permission edited the issue of a run: the run follows the plan that this event shows, or the issue says what is to
 * mend in it. What the plan says already changes nothing.
 */
export async function followEditOf(
  occasion: Occasion,
  event: IssueEvent,
  { id }: RunRecord,
  settings: ParsedSettings,
): Promise<Handled> {
  const { deps } = occasion;
  const issues = await issuesOfEdit(occasion, event, id);
  const outcome = await commit(deps, 'edit_plan', async (read): Promise<Decision<Outcome>> => {
    const slice = await loadEdit(read, id);
    if (slice === null || runHasEnded(slice.run.state)) return nothing('Its run has ended; editing starts no other.');
    if (slice.run.cancel !== null) return nothing('Its run is being canceled.');
    const { repository, saving } = await nameAgain(read, occasion);
    if (await isOvertaken(read, repository, event.issue))
      return nothing('Newer news of the issue were acted upon before.');
    const decision = await decide(occasion, event, slice, { settings, issues });
    if (decision === null) return nothing(SAME);
    const also: readonly Change[] = [
      ...saving,
      ...(await forgetStatus(read, id)),
      noteIssue(repository, event.issue),
      settling(occasion, 'The edit of the plan was read.'),
    ];
    const effects = [...decision.effects, showDiff(id, deps.newId())];
    return { ...withChanges(decision, also), effects, result: null };
  });
  return outcome === null ? SETTLED : ignored(outcome);
}

/** What an edit is read by beside its own text. */
export type EditedBy = { readonly settings: ParsedSettings; readonly issues: PlanIssues };

/** The issues that an edited plan names: those that its run has made its own as that has them. */
export async function issuesOfEdit(occasion: Occasion, { issue }: IssueEvent, run: string): Promise<PlanIssues> {
  return issuesOfPlan(occasion, issue, await occasion.deps.store.read.planOf(run));
}

/** null: nothing is new. */
async function decide(
  occasion: Occasion,
  { issue }: IssueEvent,
  slice: EditSlice,
  { settings, issues }: EditedBy,
): Promise<Decision<unknown> | null> {
  const { deps, sender } = occasion;
  const [last] = await deps.store.read.planEdits(slice.run.id, 1);
  const edited = readEditedPlan(issue, slice.tasks, settings, issues);
  const refuse = (problems: readonly EditProblem[]) => {
    const body = bodyHash(issue);
    const isKnown = last?.body.kind === 'plan_edit_refused' && last.body.body === body;
    return isKnown ? null : refuseEdit(slice.run, { body, problems, by: sender.login });
  };
  if (!edited.ok) return refuse(edited.problems);
  const isSame = edited.edit.planHash === slice.run.planHash && diffOf(slice, edited.edit.plan).ticked.length === 0;
  // What was said before of an edit that does not stand any more is taken back.
  const isWaitedFor = last?.body.kind === 'plan_edit_refused' || (await refusedEditOf(deps, slice.run)) !== null;
  if (isSame && !isWaitedFor) return null;
  // What runs is what was approved: nobody has approved this.
  if (edited.edit.planHash !== slice.run.planHash && slice.plan.settings.approvePlan === true) {
    return refuse([approvalProblem(issue)]);
  }
  return followEdit(slice, { ...edited.edit, by: sender.login }, surroundings(deps));
}

/** Everything that an edit is decided by. */
export async function loadEdit(read: SliceReader, run: string): Promise<EditSlice | null> {
  const slice = await read.editSlice(run);
  if (slice === null) return null;
  const records = asksForTrackRecords(slice.agents) ? await read.trackRecords(slice.run.repository) : [];
  return { ...slice, records };
}

/** Whether an edit says anything else than what the run does. Issues that it names anew are not read for that. */
export function wouldChange(slice: EditSlice, issue: IssueEvent['issue'], settings: ParsedSettings): boolean {
  const edited = readEditedPlan(issue, slice.tasks, settings, pinnedIssues(issue.number, slice.plan));
  if (!edited.ok) return true;
  if (edited.edit.planHash === slice.run.planHash) return diffOf(slice, edited.edit.plan).ticked.length > 0;
  return !isEmptyDiff(diffOf(slice, edited.edit.plan));
}
