import { createHash } from 'node:crypto';
import type { Change } from '../../core/changes.ts';
import { diffOf, followEdit } from '../../core/decide/follow_edit.ts';
import { needsApproval, proposeEdit } from '../../core/decide/propose_edit.ts';
import { refuseEdit } from '../../core/decide/refuse_edit.ts';
import { type Decision, nothing, type Surroundings } from '../../core/decision.ts';
import type { EditSlice } from '../../core/edit_slice.ts';
import { isEmptyDiff } from '../../core/plan/diff_plans.ts';
import { withIssueText } from '../../core/plan/issue_parts.ts';
import type { IssueText } from '../../core/plan/issue_said.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { keptBy, type PlanIssues } from '../../core/plan/plan_issues.ts';
import { inForce } from '../../core/plan/read/settings_in_force.ts';
import type { EditProblem, PlanEdit } from '../../core/plan_edit.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import { showDiff } from '../../core/run/run_effects.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { commit } from '../commit.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { withChanges } from '../with_changes.ts';
import { earlierTasks } from './edited_plan.ts';
import { endingEdit } from './ending_proposal.ts';
import { forgetStatus } from './forget_status.ts';
import { loadEdit } from './load_edit.ts';
import type { Occasion } from './occasion.ts';

/** What of a plan's issues changed: what one of them says, or how they stand to each other, read anew. */
export type IssueEdit =
  | { readonly kind: 'text'; readonly issue: number; readonly text: IssueText }
  | { readonly kind: 'relations'; readonly issue: number; readonly issues: PlanIssues };

type Edited = { readonly plan: Plan } | { readonly problems: readonly EditProblem[] };

/**
 * Somebody with permission changed an issue that a plan is made of: its run follows, as if its own text had been edited, has that wait
 * for approval, or tells what is to mend. `also` lands with it, also where nothing is new, or the run goes on no more; where it is null,
 * newer news were acted upon.
 *
 * @returns whether anything changed
 */
export function editByIssue(
  occasion: Occasion,
  run: string,
  edit: IssueEdit,
  also: (read: SliceReader) => Promise<readonly Change[] | null>,
): Promise<boolean> {
  const { deps, sender } = occasion;
  return commit(deps, 'edit_plan', async (read): Promise<Decision<boolean>> => {
    const slice = await loadEdit(read, run);
    const [waiting, [last], noted] = await Promise.all([read.proposedEdit(run), read.planEdits(run, 1), also(read)]);
    if (noted === null) return nothing(false);
    const goesOn = slice !== null && !runHasEnded(slice.run.state) && slice.run.cancel === null;
    const decision = goesOn ? decide(slice, { waiting, last }, edit, sender.login, surroundings(deps)) : null;
    if (decision === null) return { ...nothing(false), changes: noted };
    const changes = [...noted, ...(await forgetStatus(read, run))];
    const effects = [...decision.effects, showDiff(run, deps.newId())];
    return { ...withChanges<unknown>(decision, changes), effects, result: true };
  });
}

/** null: it says what the run does already, what waits for approval, or what was refused last. An edit that waits is edited further. */
function decide(
  slice: EditSlice,
  { waiting, last }: { readonly waiting: ProposalRecord | null; readonly last: PlanEdit | undefined },
  edit: IssueEdit,
  by: string,
  around: Surroundings,
): Decision<unknown> | null {
  const { planHash: before, plan: from } = waiting ?? { planHash: slice.run.planHash, plan: slice.plan };
  const planHash = hashOf(before, edit);
  const edited = editedPlan(from, slice.tasks, edit);
  if ('problems' in edited) {
    const isKnown = last?.body.kind === 'plan_edit_refused' && last.body.body === planHash;
    return isKnown ? null : refuseEdit(slice.run, { body: planHash, problems: edited.problems, by });
  }
  const { plan } = edited;
  if (isEmptyDiff(diffOf({ plan: from, tasks: slice.tasks }, plan))) return null;
  const diff = diffOf(slice, plan);
  if (!needsApproval(slice, diff, planHash)) {
    return withChanges(followEdit(slice, { plan, planHash, by }, around), endingEdit(slice.run.id, waiting));
  }
  return proposeEdit(slice, waiting, { plan, planHash, by, source: 'task_issue', anew: false }, around);
}

/** The same edit of the same plan has the same. */
function hashOf(planHash: string, edit: IssueEdit): string {
  const what = edit.kind === 'text' ? edit.text : edit.issues.below;
  return createHash('sha256')
    .update(JSON.stringify([planHash, edit.issue, what]))
    .digest('hex');
}

function editedPlan(plan: Plan, tasks: EditSlice['tasks'], edit: IssueEdit): Edited {
  if (edit.kind === 'text') return { plan: withIssueText(plan, edit.issue, edit.text) };
  const parsed = parsePlan('', earlierTasks(tasks), keptBy(plan, edit.issues));
  if (!parsed.ok) {
    const problems = parsed.problems.map(({ line, issue = edit.issue, message, mend }) => {
      return { line, issue, message, mend, quote: '' };
    });
    return { problems };
  }
  const { groups, tasks: now } = parsed.plan;
  const { taskDefaults } = plan.settings;
  const settled = now.map((task) => ({ ...task, settings: inForce(taskDefaults, task.ownSettings) }));
  return { plan: { ...plan, groups, tasks: settled } };
}
