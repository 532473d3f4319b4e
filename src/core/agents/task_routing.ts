import type { RoutingStrategy } from './agent_settings.ts';
import { DEFAULT_ROLE } from './roles.ts';
import type { TrackRecord } from './track_record.ts';

/** Who may do a task: settled when its run starts, from what task, plan and repository say. */
export type TaskRouting = {
  readonly role: string;
  /** The model that the task asks for, over that of whoever does it; null: theirs. */
  readonly model: string | null;
  readonly strategy: RoutingStrategy;
  /** In the order of preference; empty: the first that the runner offers. */
  readonly agents: readonly AgentChoice[];
  /** Why these, for people: to be read after a comma. */
  readonly why: string;
};

/** One who may do a task, and who takes over where it cannot work, in order. */
export type AgentChoice = AgentIdentity & {
  readonly fallback: readonly AgentIdentity[];
  /** How it did in the repository until the run started; absent: nothing is known, or nobody asks. */
  readonly trackRecord?: TrackRecord;
};

/** An agent with what a runner needs to know to start it. */
export type AgentIdentity = {
  readonly agent: string;
  /** As runners name it. */
  readonly provider: string;
  /** null: the provider's own default. */
  readonly model: string | null;
};

/** Of what no agent does, or whoever comes first. */
export const ANY_AGENT: TaskRouting = {
  role: DEFAULT_ROLE,
  model: null,
  strategy: 'fixed',
  agents: [],
  why: 'the first of its runner',
};
