import { unknownRoles } from '../agents/unknown_roles.ts';
import type { DraftRecord } from '../draft_record.ts';
import { hashPlan } from '../plan/hash_plan.ts';
import { parsePlan } from '../plan/parse_plan.ts';
import type { Plan, PlanProblem } from '../plan/plan.ts';
import { planInForce } from '../plan/plan_defaults.ts';
import { proposedText } from '../report/proposed_text.ts';

/** The most that a proposed plan may have, in UTF-16 code units: it stands in one comment with all that is said of it. */
export const PROPOSED_LIMIT = 30_000;

/** A proposed plan that could start, as its run would keep it, or what is wrong with it; `text` is what people see of it. */
export type ReadProposed = { readonly text: string } & (
  | { readonly ok: true; readonly plan: Plan; readonly planHash: string }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] }
);

/**
 * Reads what was proposed as a plan of an issue, exactly as people see it: harmless text is what is shown, hashed and run. What the
 * issue says is its context, in front of its own.
 */
export function readProposed(written: string, { title, body, settings }: DraftRecord): ReadProposed {
  const text = proposedText(written);
  if (text.length > PROPOSED_LIMIT)
    return { ok: false, text: text.slice(0, PROPOSED_LIMIT), problems: [tooLong(text)] };
  const parsed = parsePlan(text);
  if (!parsed.ok) return { ok: false, text, problems: parsed.problems };
  const context = [body.trim(), parsed.plan.context].filter((part) => part !== '').join('\n\n');
  const plan = { ...parsed.plan, context };
  const inForce = planInForce(plan, settings.planDefaults, null);
  const problems = [...unknownRoles(inForce, settings), ...nothingLeft(plan)];
  if (problems.length > 0) return { ok: false, text, problems };
  // What was made harmless holds signs that nobody sees, and no others.
  const warnings = parsed.warnings.filter(({ code }) => code !== 'hidden-text');
  const noticed = warnings.length === 0 ? {} : { warnings };
  return { ok: true, text, plan: { ...inForce, ...noticed, title, fromOrchestrator: true }, planHash: hashPlan(plan) };
}

function tooLong({ length }: string): PlanProblem {
  const message = `The plan has ${length} characters; a plan that is proposed may have ${PROPOSED_LIMIT}.`;
  return { code: 'too-large', line: 1, message, mend: 'Say less of each task, or propose fewer tasks.' };
}

function nothingLeft({ tasks }: Plan): readonly PlanProblem[] {
  if (tasks.some(({ done }) => !done)) return [];
  return [{ code: 'all-done', line: 1, message: 'Every task is ticked.', mend: 'Untick one.' }];
}
