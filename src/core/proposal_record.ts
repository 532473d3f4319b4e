import type { AgentSettings } from './agents/agent_settings.ts';
import type { Plan } from './plan/plan.ts';

/**
 * Where a proposed plan came from: the issue's own text, an orchestrator that made it of that text, the issue's sub-issues, or, of a
 * plan that runs, an edit of an issue that is a task of it.
 */
export type ProposalSource = 'body' | 'orchestrator' | 'sub_issues' | 'task_issue';

/**
 * A plan of an issue that waits for a person's approval, at most one of an issue; or an edit of the plan of a run, at most one of a
 * run. All that its run will go by is pinned when it is shown: approving makes the run of this row, or has the run follow it, whatever
 * issue and settings say by then. A plan that is shown anew is another proposal, with an id of its own.
 */
export type ProposalRecord = {
  readonly id: string;
  readonly repository: string;
  readonly issue: number;
  /** The run whose plan it would change; null: it has none yet. */
  readonly run: string | null;
  readonly source: ProposalSource;
  /** The plan as it stands in the comment, where people edit it there; null: they edit it elsewhere. */
  readonly text: string | null;
  /** With its title, what was noticed in it, and all that settings files say for it. */
  readonly plan: Plan;
  /** Of the plan as it is written: what is approved. */
  readonly planHash: string;
  readonly agents: AgentSettings;
  /** Who wants it run, or edited a plan that runs; a login on GitHub. */
  readonly by: string;
  readonly createdAt: number;
  /**
   * When the comment that shows it was written, by GitHub's clock; null: not yet. Nobody has approved what nobody could have
   * seen.
   */
  readonly shownAt: number | null;
};
