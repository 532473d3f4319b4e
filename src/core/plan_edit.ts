import type { SettingChange } from './plan/changed_parts.ts';
import type { PlanDiff } from './plan/diff_plans.ts';
import type { PlanProblem } from './plan/plan_problem.ts';
import type { SettingCounts } from './plan/when_setting_counts.ts';

/** What is to mend in an edited plan, with the beginning of the line; or, where `file` says whose, in a settings file, before it is read. */
export type EditProblem = Omit<PlanProblem, 'code'> & {
  readonly quote: string;
  readonly file?: 'user' | 'organisation' | 'repository';
};

/** What an edit comes to, as an event tells it. `untold`: how much more there was of each kind than it names. */
export type ToldDiff = {
  readonly by: string;
  readonly planHash: string;
  readonly added: readonly string[];
  readonly changed: PlanDiff['changed'];
  readonly removed: readonly string[];
  readonly leftAlone: PlanDiff['leftAlone'];
  readonly ticked: readonly string[];
  readonly settings: readonly (SettingChange & { readonly counts: SettingCounts })[];
  /** Whether the text around the tasks changed. */
  readonly around: boolean;
  readonly untold: number;
};

/**
 * What an event tells of an edit of a run's plan by somebody with permission: the run follows it, it waits for approval, or it has
 * mistakes.
 */
export type PlanEditBody =
  /** The run follows an edit of its plan. `approvedBy`: who approved it, where it had to be. */
  | (ToldDiff & { readonly kind: 'plan_edited'; readonly approvedBy?: string })
  /** An edit of a plan that was approved: the run would follow it so if somebody approved it. */
  | (ToldDiff & { readonly kind: 'plan_edit_proposed' })
  /** An edit of the plan has mistakes, so that the run keeps the plan that it has. `body`: SHA-256 of the edited issue's text. */
  | {
      readonly kind: 'plan_edit_refused';
      readonly by: string;
      readonly body: string;
      readonly problems: readonly EditProblem[];
      readonly untold: number;
    };

/** One that happened. */
export type PlanEdit = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly body: PlanEditBody;
};
