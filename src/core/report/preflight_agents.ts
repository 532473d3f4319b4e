import { moneyText } from '../../text/money.ts';
import { DEFAULT_ROLE } from '../agents/roles.ts';
import type { AgentIdentity, TaskRouting } from '../agents/task_routing.ts';
import type { PlanTask } from '../plan/plan.ts';
import { withoutDone } from '../plan/without_done.ts';
import { counted } from '../text/counted.ts';
import { code } from '../text/fence.ts';
import { minutesText } from '../text/time_text.ts';
import { estimateUsage } from '../usage/estimate_usage.ts';
import type { Preflight } from './preflight_facts.ts';
import { keyList } from './progress.ts';

const SHOWN_AT_MOST = 30;

type Shared = { readonly routing: TaskRouting; readonly tasks: readonly [PlanTask, ...PlanTask[]] };

/** Who does the agents' tasks and why, how they did here, and who is not there: a list, for a table of so many words is no use on a phone. */
export function agentsList(shown: Preflight): string {
  const groups = sharedRoutings(shown);
  if (groups.length === 0) return '';
  const items = groups.slice(0, SHOWN_AT_MOST).map((group) => itemOf(group, shown));
  const left = groups.length - items.length;
  return ['Who does it, and why:', ...items, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

/** Tasks that go to the same agents for the same reason, in the order of the plan. */
function sharedRoutings({ proposal: { plan }, routing }: Preflight): readonly Shared[] {
  const agentTasks = withoutDone(plan).tasks.filter(({ work }) => work.kind === 'agent');
  const groups = Map.groupBy(agentTasks, ({ id }) => {
    const own = routing.get(id);
    const agents = own?.agents.map(({ agent }) => agent) ?? [];
    return JSON.stringify([
      own?.strategy === 'round_robin' ? agents.toSorted() : agents,
      own?.why,
      own?.role,
      own?.model,
      own?.strategy,
    ]);
  });
  return [...groups.values()].flatMap((tasks): readonly Shared[] => {
    const [first, ...others] = tasks;
    const own = first === undefined ? undefined : routing.get(first.id);
    return first === undefined || own === undefined ? [] : [{ routing: own, tasks: [first, ...others] }];
  });
}

function itemOf({ routing, tasks }: Shared, shown: Preflight): string {
  const role = routing.role === DEFAULT_ROLE ? '' : ` as ${routing.role}`;
  const keys = keyList(
    tasks.map(({ id }) => id),
    6,
  );
  return `- ${agentsText(routing, shown)}${role}: ${keys}; ${routing.why}. ${beforeText(tasks[0], routing, shown)}`;
}

function agentsText({ agents, model, strategy }: TaskRouting, { offered }: Preflight): string {
  if (agents.length === 0) return "its runner's first agent";
  const names = agents.map((agent) => agentText(agent, model, offered));
  return (
    names.join(strategy === 'round_robin' ? ' and ' : ' or ') +
    (strategy === 'round_robin' && names.length > 1 ? ' in turn' : '')
  );
}

function agentText(agent: AgentIdentity, model: string | null, offered: ReadonlySet<string>): string {
  const provider = agent.provider === agent.agent ? [] : [agent.provider];
  const used = model ?? agent.model;
  const details = [...provider, ...(used === null ? [] : [used])].map(code).join(', ');
  const missing = offered.has(agent.provider) ? [] : ['no runner offers it now'];
  const told = [...(details === '' ? [] : [details]), ...missing].join('; ');
  return `${code(agent.agent)}${told === '' ? '' : ` (${told})`}`;
}

function beforeText(task: PlanTask, { role }: TaskRouting, { likely, history }: Preflight): string {
  const agent = likely.get(task.id);
  const known = history.find((each) => each.agent === agent && each.role === role);
  if (known === undefined || known.samples.length === 0) return 'What it uses here is not known.';
  const { costMicros, durationMs } = estimateUsage(known.samples);
  const each = [
    ...(costMicros === null ? [] : [moneyText(costMicros.median)]),
    ...(durationMs === null ? [] : [minutesText(durationMs.median)]),
  ];
  return `Here before: ${counted(known.samples.length, 'attempt')}, as a rule ${each.join(' and ')}.`;
}
