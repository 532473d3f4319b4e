import type { AgentSettings } from './agents/agent_settings.ts';
import type { PlanDefaults } from './plan/plan_defaults.ts';

/** What settings files said when a plan was asked for: of agents, and of all plans. */
export type DraftSettings = AgentSettings & { readonly planDefaults: PlanDefaults };

/**
 * A plan that the orchestrator makes, or made, of an issue without tasks. At most one of an issue is being made; the newest of an issue
 * says what its proposal was made of. It is made by one hidden task of a run that does nothing else.
 */
export type DraftRecord = {
  readonly id: string;
  readonly repository: string;
  readonly issue: number;
  readonly run: string;
  readonly task: string;
  /** What the issue said, as the signed event showed it; the title harmless and shortened. */
  readonly title: string;
  readonly body: string;
  /** Who asked for it; a login on GitHub. */
  readonly by: string;
  readonly settings: DraftSettings;
  /** `ended`: it was proposed, did not work out, or is not wanted any more. */
  readonly state: 'making' | 'ended';
  /** When somebody with permission last edited what was made, in epoch milliseconds by GitHub's clock; null: nobody has. */
  readonly editedAt: number | null;
  readonly createdAt: number;
};
