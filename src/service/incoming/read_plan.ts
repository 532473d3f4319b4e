import { unknownRoles } from '../../core/agents/unknown_roles.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { isFreeForm } from '../../core/plan/is_free_form.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planInForce } from '../../core/plan/plan_defaults.ts';
import type { PlanIssues } from '../../core/plan/plan_issues.ts';
import type { RunRecord } from '../../core/records.ts';
import { keptTitle } from '../../core/report/neutralise.ts';
import { type NextCheck, nothingToDo, notStarted } from '../../core/report/not_started.ts';
import { PLANNING_HINT } from '../../core/report/planning_texts.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import type { SliceReader } from '../ports/store.ts';
import { reopenLost } from './reopen_lost.ts';
import { isPlan } from './wanted_of_issue.ts';

/** A plan that can start, as its run keeps it, or why it cannot, for its issue. What is hashed is the plan as it is written. */
export type ReadPlan =
  | { readonly plan: Plan; readonly planHash: string }
  /** `isFreeForm`: it says what is wanted, and has no tasks. */
  | { readonly text: string; readonly isFreeForm?: true };

/** What a plan is read from: the issue as an event shows it, and the issues that it is made of. */
export type ToRead = {
  readonly issue: IncomingIssue;
  readonly settings: ParsedSettings;
  readonly issues: PlanIssues;
};

/** Reads the plan that an event's issue shows, with what the settings say for all plans and what earlier runs left. */
export async function readPlan(
  read: SliceReader,
  { issue, settings, issues }: ToRead,
  previous: RunRecord | null,
): Promise<ReadPlan> {
  const parsed = parsePlan(issue.body, [], issues);
  const next: NextCheck = isPlan(issue, settings.settings.label) ? 'edit' : 'command';
  if (!parsed.ok || settings.problems.length > 0) {
    const plan = parsed.ok ? null : { ...parsed, markdown: issue.body };
    const text = notStarted({ settings: settings.problems, plan }, next);
    const isText = settings.problems.length === 0 && isFreeForm(parsed);
    return isText ? { text: `${text}\n\n${PLANNING_HINT}`, isFreeForm: true } : { text };
  }
  const { warnings } = parsed;
  const roles = unknownRoles(withDefaults(parsed.plan, settings), settings.settings);
  if (roles.length > 0) {
    const refused = { problems: roles, warnings, markdown: issue.body };
    return { text: notStarted({ settings: [], plan: refused }, next) };
  }
  const written = await reopenLost(read, previous, parsed.plan);
  if (written.tasks.every((task) => task.done)) return { text: nothingToDo(next) };
  const noticed = warnings.length === 0 ? {} : { warnings };
  const plan = { ...withDefaults(written, settings), ...noticed, title: keptTitle(issue.title) };
  return { plan, planHash: hashPlan(written) };
}

/** The plan with what the settings say for all plans, as its run keeps it. */
function withDefaults(plan: Plan, { settings: { planDefaults } }: ParsedSettings): Plan {
  return planInForce(plan, planDefaults, null);
}
