import { createHash } from 'node:crypto';
import { unknownRoles } from '../../core/agents/unknown_roles.ts';
import { FINAL_TASK_KEY } from '../../core/branch_names.ts';
import type { EditInput } from '../../core/decide/follow_edit.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { KnownTask } from '../../core/plan/find_task.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planInForce } from '../../core/plan/plan_defaults.ts';
import type { PlanIssues } from '../../core/plan/plan_issues.ts';
import type { EditProblem } from '../../core/plan_edit.ts';
import type { TaskRecord } from '../../core/records.ts';
import { keptTitle } from '../../core/report/neutralise.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';

/** The plan that an edited issue holds, with the ids that its tasks have in the run; or what is to mend in it. */
export type EditedPlan =
  | { readonly ok: true; readonly edit: Omit<EditInput, 'by'> }
  | { readonly ok: false; readonly problems: readonly EditProblem[] };

const QUOTE_LIMIT = 160;

/** Reads the issue as an edit of the plan that these tasks are of. */
export function readEditedPlan(
  issue: Pick<IncomingIssue, 'title' | 'body'>,
  tasks: readonly TaskRecord[],
  { settings, problems }: ParsedSettings,
  issues: PlanIssues,
): EditedPlan {
  if (problems.length > 0) return { ok: false, problems: problems.map((each) => ({ ...each, quote: '' })) };
  const parsed = parsePlan(issue.body, earlierTasks(tasks), issues);
  const quoted = quotes(issue.body);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(quoted) };
  const plan: Plan = planInForce(parsed.plan, settings.planDefaults, null);
  const roles = unknownRoles(plan, settings);
  if (roles.length > 0) return { ok: false, problems: roles.map(quoted) };
  const warnings = parsed.warnings.length === 0 ? {} : { warnings: parsed.warnings };
  const inForce = { ...plan, ...warnings, title: keptTitle(issue.title) };
  return { ok: true, edit: { plan: inForce, planHash: hashPlan(parsed.plan) } };
}

/** What tasks are known by in a run, also those that an edit has removed. */
export function earlierTasks(tasks: readonly TaskRecord[]): readonly KnownTask[] {
  return tasks
    .filter(({ key }) => key !== FINAL_TASK_KEY)
    .map(({ key, spec: { named, title } }) => ({ id: key, named, title }));
}

/** By what the same edit is known when its event comes again. */
export function bodyHash({ body }: Pick<IncomingIssue, 'body'>): string {
  return createHash('sha256').update(body).digest('hex');
}

function quotes(markdown: string) {
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  return ({ line, issue, message, mend }: Omit<EditProblem, 'quote'>): EditProblem => ({
    line,
    ...(issue === undefined ? {} : { issue }),
    message,
    mend,
    quote: (lines[line - 1] ?? '').trim().slice(0, QUOTE_LIMIT),
  });
}
