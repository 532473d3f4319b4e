import type { Plan, PlanProblem } from '../plan/plan.ts';
import { quoted } from '../plan/read/problems.ts';
import { nearest } from '../plan/suggest.ts';
import type { AgentSettings } from './agent_settings.ts';
import { KNOWN_ROLES } from './roles.ts';

/** Tasks whose role nobody knows: neither Planwright nor the repository. */
export function unknownRoles(plan: Plan, { roles }: Pick<AgentSettings, 'roles'>): readonly PlanProblem[] {
  const known = [...new Set([...KNOWN_ROLES, ...Object.keys(roles)])];
  return plan.tasks.flatMap(({ settings: { role }, line, done, work }): PlanProblem[] => {
    if (role === undefined || known.includes(role) || done || work.kind !== 'agent') return [];
    const near = nearest(role, known);
    const others = `Known are ${known.map(quoted).join(', ')}; \`.github/planwright.yml\` may add more under \`roles\`.`;
    const mend = near === undefined ? others : `Did you mean \`${near}\`?`;
    return [{ code: 'unknown-role', line, message: `Nobody knows the role ${quoted(role)}.`, mend }];
  });
}
