import type { Price } from '../../protocol/usage.ts';
import type { BreakerThresholds } from '../breaker/breaker.ts';

/** Who works for a repository and what they change with a person's consent only, as its settings say: pinned when a run starts, with defaults filled in. */
export type AgentSettings = {
  /** By name. An agent that is named like a provider needs no entry. */
  readonly agents: Readonly<Record<string, AgentSetting>>;
  /** By name, over what Planwright says of the roles that it knows. */
  readonly roles: Readonly<Record<string, RoleSetting>>;
  /** In the order of the file: the first that fits counts. */
  readonly routing: readonly RoutingRule[];
  /** When an agent that fails rests, and how long at first; absent: as the service has it. */
  readonly breaker?: BreakerThresholds;
  /** Globs of protected paths, beside those that always are; absent: none. */
  readonly protected?: readonly string[];
  /** What models take, before the table of list prices; absent: as the table says. */
  readonly prices?: readonly Price[];
};

/** An agent: a provider of the runners, with a model and what it is told. */
export type AgentSetting = {
  /** Name of a provider that runners offer. */
  readonly provider: string;
  /** null: the provider's own default. */
  readonly model: string | null;
  /** What it is told besides its role, as Markdown; null: nothing. */
  readonly prompt: string | null;
  /** Agents that take over where this one cannot work, in order. */
  readonly fallback: readonly string[];
};

/** What a repository says of a role. */
export type RoleSetting = {
  /** Who takes it where neither task, rule nor plan says; null: nobody in particular. */
  readonly agent: string | null;
  /** What whoever takes it is told; null: what Planwright tells it. */
  readonly prompt: string | null;
};

/** How one of several agents is chosen: the first that is there, each in its turn, or the one that most speaks for. */
export type RoutingStrategy = 'fixed' | 'round_robin' | 'auto';

/** Which agents may do the tasks that fit. */
export type RoutingRule = {
  /** All of them have to fit; empty: it fits every task. */
  readonly when: RoutingCondition;
  /** At least one. */
  readonly use: readonly string[];
  readonly strategy: RoutingStrategy;
};

/** What a rule asks of a task. What is absent is not asked. */
export type RoutingCondition = {
  /** Globs: each of the task's own has to lie within one of these. */
  readonly files?: readonly string[];
  /** Labels of the runner that the task asks for: it asks for each of these. */
  readonly labels?: readonly string[];
  /** One of these roles. */
  readonly roles?: readonly string[];
  /** Patterns of the task's id or of its group's, in which `*` stands for any text. */
  readonly tasks?: readonly string[];
  /** Bounds of the task's `estimate`, in milliseconds; a task without one does not fit. */
  readonly atLeastMs?: number;
  readonly atMostMs?: number;
};

/** Where no file says anything. */
export const NO_AGENT_SETTINGS: AgentSettings = { agents: {}, roles: {}, routing: [] };

/** What settings of more than agents say of agents. */
export function agentSettings({
  agents,
  roles,
  routing,
  breaker,
  protected: paths = [],
  prices = [],
}: AgentSettings): AgentSettings {
  return {
    agents,
    roles,
    routing,
    ...(breaker === undefined ? {} : { breaker }),
    ...(paths.length === 0 ? {} : { protected: paths }),
    ...(prices.length === 0 ? {} : { prices }),
  };
}
