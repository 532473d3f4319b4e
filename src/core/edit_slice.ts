import type { AgentSettings } from './agents/agent_settings.ts';
import type { TrackRecord } from './agents/track_record.ts';
import type { Plan } from './plan/plan.ts';
import type { DependencyRecord, RunRecord, TaskRecord } from './records.ts';

/** For an edit of the plan. */
export type EditSlice = {
  readonly run: RunRecord;
  /** What is carried out now, and what the repository said of agents when the run started. */
  readonly plan: Plan;
  readonly agents: AgentSettings;
  /** All of them, also those that an edit has removed. */
  readonly tasks: readonly TaskRecord[];
  readonly dependencies: readonly DependencyRecord[];
  /** How agents did in the repository, where a rule asks for it. */
  readonly records: readonly TrackRecord[];
};
