import type { Plan, PlanTask } from '../plan/plan.ts';
import type { AgentSettings, RoutingStrategy } from './agent_settings.ts';
import { DEFAULT_ROLE } from './roles.ts';
import { ruleFits } from './rule_fits.ts';
import { type AgentChoice, type AgentIdentity, ANY_AGENT, type TaskRouting } from './task_routing.ts';
import type { TrackRecord } from './track_record.ts';

/** What a plan says of all its tasks. */
export type RoutedPlan = Pick<Plan, 'settings' | 'groups'> & {
  /** The agent of the whole plan where its own text names none: `--agent`. */
  readonly agent: string | null;
};

/** What says who does a task. */
export type RouteOrigin =
  | { readonly kind: 'task' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'role'; readonly role: string }
  /** Position in `routing`. */
  | { readonly kind: 'rule'; readonly at: number };

type Found = {
  readonly use: readonly string[];
  readonly strategy?: RoutingStrategy;
  readonly why: string;
  readonly by: RouteOrigin;
};

/**
 * Who may do each task of a plan. Where a rule has its agents take turns, each of its tasks begins the list one further than the
 * one before it: the turn is settled with the run, and whoever is not there when it comes is passed over for the next. Where it has
 * the best chosen, each comes with how it did so far.
 *
 * @param offset whose turn is first: it differs between runs, so that small plans do not always begin with the same agent
 * @param records how agents did in this repository
 */
export function routeTasks(
  tasks: readonly PlanTask[],
  plan: RoutedPlan,
  settings: AgentSettings,
  offset: number,
  records: readonly TrackRecord[],
): ReadonlyMap<string, TaskRouting> {
  const turns = new Map<string, number>();
  return new Map(
    tasks.map((task) => {
      const routing = routeTask(task, plan, settings);
      if (task.work.kind !== 'agent' || routing.strategy === 'fixed') return [task.id, routing];
      if (routing.strategy === 'auto') return [task.id, { ...routing, agents: withRecords(routing.agents, records) }];
      const turn = turns.get(routing.why) ?? offset;
      turns.set(routing.why, turn + 1);
      const first = turn % routing.agents.length;
      return [task.id, { ...routing, agents: [...routing.agents.slice(first), ...routing.agents.slice(0, first)] }];
    }),
  );
}

function withRecords(agents: readonly AgentChoice[], records: readonly TrackRecord[]): readonly AgentChoice[] {
  return agents.map((choice) => {
    const trackRecord = records.find(({ agent }) => agent === choice.agent);
    return trackRecord === undefined ? choice : { ...choice, trackRecord };
  });
}

/**
 * Who may do a task. What is said of less counts more: the task's own agent, a rule that fits it, the agent of the role that it
 * names, the plan's agent, that of the role of tasks which name none, a rule for every task, and last whoever the runner has.
 */
export function routeTask(task: PlanTask, plan: RoutedPlan, settings: AgentSettings): TaskRouting {
  const { role = DEFAULT_ROLE, model = null } = task.settings;
  const found = findRoute(task, plan, settings);
  if (found === null) return { ...ANY_AGENT, role, model };
  const agents = agentChoices(found.use, settings);
  return { role, model, strategy: found.strategy ?? 'fixed', agents, why: found.why };
}

/** Agents by name, each with those that take over for it. */
export function agentChoices(names: readonly string[], settings: AgentSettings): readonly AgentChoice[] {
  return names.map((name) => {
    const fallback = settings.agents[name]?.fallback ?? [];
    return { ...identityOf(name, settings), fallback: fallback.map((other) => identityOf(other, settings)) };
  });
}

/** What says who does a task; null: nothing does, and whoever the runner has takes it. */
export function routeOrigin(task: PlanTask, plan: RoutedPlan, settings: AgentSettings): RouteOrigin | null {
  return findRoute(task, plan, settings)?.by ?? null;
}

function findRoute(...args: Parameters<Find>): Found | null {
  return FINDERS.map((find) => find(...args)).find((one) => one !== null) ?? null;
}

type Find = (task: PlanTask, plan: RoutedPlan, settings: AgentSettings) => Found | null;

/** The first that finds something counts. */
const FINDERS: readonly Find[] = [
  ({ ownSettings: { agent } }) => only(agent, 'named by its task', { kind: 'task' }),
  (task, { groups }, { routing }) => {
    const at = routing.findIndex(({ when }) => Object.keys(when).length > 0 && ruleFits(when, task, groups));
    return fromRule(routing, at);
  },
  ({ settings: { role } }, _plan, { roles }) => (role === undefined ? null : fromRole(roles, role)),
  (_task, plan) =>
    only(plan.settings.taskDefaults.agent ?? plan.agent, 'the agent for all tasks of its plan', { kind: 'plan' }),
  ({ settings: { role } }, _plan, { roles }) => (role === undefined ? fromRole(roles, DEFAULT_ROLE) : null),
  (_task, _plan, { routing }) => {
    const at = routing.findIndex(({ when }) => Object.keys(when).length === 0);
    return fromRule(routing, at);
  },
];

function only(name: string | null | undefined, why: string, by: RouteOrigin): Found | null {
  return name === null || name === undefined ? null : { use: [name], why, by };
}

function fromRole(roles: AgentSettings['roles'], role: string): Found | null {
  return only(roles[role]?.agent, `the agent of the role ${role}`, { kind: 'role', role });
}

function fromRule(routing: AgentSettings['routing'], at: number): Found | null {
  const rule = routing[at];
  if (rule === undefined) return null;
  return { use: rule.use, strategy: rule.strategy, why: `by routing rule ${at + 1}`, by: { kind: 'rule', at } };
}

/** An agent that is named like a provider needs no entry. */
function identityOf(name: string, { agents }: AgentSettings): AgentIdentity {
  const entry = agents[name];
  return { agent: name, provider: entry?.provider ?? name, model: entry?.model ?? null };
}
