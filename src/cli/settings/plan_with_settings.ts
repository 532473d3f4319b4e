import { unknownRoles } from '../../core/agents/unknown_roles.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { ParsedPlan } from '../../core/plan/parsed_plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planInForce } from '../../core/plan/plan_defaults.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import { type LocalSettings, localSettings } from './local_settings.ts';

/** A plan that can start on this machine with all that holds for it, and the settings that it goes by. */
export type PlanWithSettings<Repository> = Extract<ParsedPlan, { ok: true }> & {
  /** The plan as its own text has it: what is hashed. */
  readonly written: Plan;
  readonly repository: Repository;
  readonly local: LocalSettings;
};

/**
 * Reads a plan with the settings that it would be run by on this machine, or what keeps it from starting. Without a repository
 * nobody knows what roles it has, so one that is not known is no more than worth a look.
 *
 * @param find asked where the plan itself is in order
 * @param agent that of a plan whose own text names none; null: nobody said
 * @throws CliError where the settings have mistakes
 */
export async function planWithSettings<Repository extends LocalRepository | null>(
  markdown: string,
  find: () => Promise<Repository>,
  agent: string | null = null,
): Promise<PlanWithSettings<Repository> | Extract<ParsedPlan, { ok: false }>> {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) return parsed;
  const repository = await find();
  const local = await localSettings(repository, parsed.plan.settings.base);
  const plan = planInForce(parsed.plan, local.settings.planDefaults, agent);
  const read = { ...parsed, plan, written: parsed.plan, repository, local };
  const roles = unknownRoles(plan, local.settings);
  if (repository === null) return { ...read, warnings: [...parsed.warnings, ...roles] };
  return roles.length > 0 ? { ok: false, problems: roles, warnings: parsed.warnings } : read;
}
