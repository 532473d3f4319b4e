import { planMermaid } from '../../core/plan/mermaid.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { ParsedPlan } from '../../core/plan/plan.ts';
import { planCheckJson, planCheckText, planProblemsText } from '../../core/plan/report_plan.ts';
import { EXIT } from '../exit_code.ts';
import type { PlanFile } from '../plan_file.ts';
import type { Reply } from '../reply.ts';

/** How a plan that can start is shown. */
export type CheckFormat = 'text' | 'mermaid' | 'json';

/** What a plan will do, or what keeps it from starting. */
export function checkPlan(file: PlanFile, format: CheckFormat): Reply {
  const parsed = parsePlan(file.markdown);
  if (!parsed.ok) return planProblemsReply(file, parsed);
  if (format === 'mermaid') {
    const mermaid = planMermaid(parsed.plan);
    return { data: { mermaid }, text: mermaid };
  }
  return { data: planCheckJson(parsed.plan, parsed.warnings), text: planCheckText(parsed.plan, parsed.warnings) };
}

/** What is said of a plan that cannot start. */
export function planProblemsReply(file: PlanFile, parsed: Extract<ParsedPlan, { ok: false }>): Reply {
  const text = planProblemsText(parsed.problems, file.name);
  const { problems, warnings } = parsed;
  const count = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const message = `The plan has ${count} to mend; the first is in line ${problems[0]?.line ?? 1}.`;
  return {
    data: { problems, warnings },
    text,
    failure: { code: 'plan_invalid', message, exitCode: EXIT.wrongUsage, details: { problems } },
  };
}
