import type { Plan, PlanProblem } from '../plan/plan.ts';
import { quoted } from '../plan/read/problems.ts';
import { nearest } from '../plan/suggest.ts';
import type { AgentSettings } from './agent_settings.ts';
import { KNOWN_ROLES } from './roles.ts';

/** Tasks whose role nobody knows: neither Planwright nor the repository. */
export function unknownRoles(plan: Plan, settings: Pick<AgentSettings, 'roles'>): readonly PlanProblem[] {
  return plan.tasks.flatMap(({ settings: { role }, line, done, work }): PlanProblem[] => {
    const fault = role === undefined || done || work.kind !== 'agent' ? undefined : unknownRole(role, settings);
    return fault === undefined ? [] : [{ code: 'unknown-role', line, ...fault }];
  });
}

/** What to say of a role that nobody knows; undefined: somebody does. */
export function unknownRole(
  role: string,
  { roles }: Pick<AgentSettings, 'roles'>,
): Pick<PlanProblem, 'message' | 'mend'> | undefined {
  const known = [...new Set([...KNOWN_ROLES, ...Object.keys(roles)])];
  if (known.includes(role)) return undefined;
  const near = nearest(role, known);
  const others = `Known are ${known.map(quoted).join(', ')}; \`.github/planwright.yml\` may add more under \`roles\`.`;
  return {
    message: `Nobody knows the role ${quoted(role)}.`,
    mend: near === undefined ? others : `Did you mean \`${near}\`?`,
  };
}
