import type { Criterion } from './plan.ts';

/** `dropped`: closed as not planned, or as a duplicate. */
export type IssueStanding = 'open' | 'completed' | 'dropped';

/** What an issue says as a task: its settings stand in the plan, never here. */
export type IssueText = {
  readonly title: string;
  readonly instructions: string;
  readonly criteria: readonly Criterion[];
  readonly standing: IssueStanding;
};
