import type { Plan } from './plan.ts';
import type { PlanLines } from './plan_lines.ts';
import type { PlanProblem, PlanWarning } from './plan_problem.ts';

/** A plan, or what is wrong with it. */
export type ParsedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: readonly PlanWarning[]; readonly lines: PlanLines }
  /** All problems at once, sorted by line. */
  | { readonly ok: false; readonly problems: readonly PlanProblem[]; readonly warnings: readonly PlanWarning[] };
