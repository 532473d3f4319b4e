import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import { routeTasks } from '../../core/agents/route_task.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { printable } from '../terminal/printable.ts';

const TASKS_SHOWN = 8;

/** Who does the tasks of a plan and why, one line for each; '' where no agent does anything. Ends with a line break. */
export function planAgentsText(plan: Plan, agent: string | null, settings: AgentSettings): string {
  const routing = routeTasks(plan.tasks, { ...plan, agent }, settings, 0, []);
  const asked = plan.tasks.filter(({ work, done }) => work.kind === 'agent' && !done);
  const groups = Map.groupBy(asked, ({ id }) => {
    const { agents = [], why = '' } = routing.get(id) ?? {};
    return `${agents.map((each) => each.agent).join(' or ') || 'any agent'}, ${why}`;
  });
  const lines = [...groups].map(([who, tasks]) => {
    const shown = tasks.slice(0, TASKS_SHOWN).map(({ id }) => id);
    const left = tasks.length - shown.length;
    return `  ${printable(who)}: ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  });
  return lines.length === 0 ? '' : `\nAgents\n${lines.join('\n')}\n`;
}
