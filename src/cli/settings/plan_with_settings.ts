import { unknownRoles } from '../../core/agents/unknown_roles.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import type { ParsedPlan } from '../../core/plan/plan.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import { type LocalSettings, localSettings } from './local_settings.ts';

/** A plan that can start on this machine, and the settings that it goes by. */
export type PlanWithSettings<Repository> = Extract<ParsedPlan, { ok: true }> & {
  readonly repository: Repository;
  readonly local: LocalSettings;
};

/**
 * Reads a plan with the settings that it would be run by on this machine, or what keeps it from starting. Without a repository
 * nobody knows what roles it has, so one that is not known is no more than worth a look.
 *
 * @param find asked where the plan itself is in order
 * @throws CliError where the settings have mistakes
 */
export async function planWithSettings<Repository extends LocalRepository | null>(
  markdown: string,
  find: () => Promise<Repository>,
): Promise<PlanWithSettings<Repository> | Extract<ParsedPlan, { ok: false }>> {
  const parsed = parsePlan(markdown);
  if (!parsed.ok) return parsed;
  const repository = await find();
  const local = await localSettings(repository, parsed.plan.settings.base);
  const roles = unknownRoles(parsed.plan, local.settings);
  if (repository === null) return { ...parsed, warnings: [...parsed.warnings, ...roles], repository, local };
  if (roles.length > 0) return { ok: false, problems: roles, warnings: parsed.warnings };
  return { ...parsed, repository, local };
}
