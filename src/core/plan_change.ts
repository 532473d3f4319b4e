import type { Plan } from './plan/plan.ts';
import type { DependencyRecord, RunRecord, TaskRecord } from './records.ts';
import type { RunState } from './run/run_state.ts';
import type { TaskState } from './task/task_state.ts';
import type { BudgetFields } from './usage/budget_fields.ts';

/** Changes by which a run follows an edit of its plan. */
export type PlanChange =
  /**
   * Puts the edited plan in the place of the one before, which is the one after so many edits, while the run is in this state and
   * not told to end. Work that was chosen by the plan before is not handed out: it is chosen anew.
   */
  | {
      readonly kind: 'edit_plan';
      readonly run: string;
      readonly in: RunState;
      readonly fromEdits: number;
      readonly plan: Plan;
      readonly set: Partial<
        Pick<RunRecord, 'planHash' | 'concurrency' | 'timeoutMs' | 'deadlineAt' | 'reportPath' | 'owner'> & BudgetFields
      >;
    }
  /** Relies on the plan and its graph: lands only while no further edit was followed. */
  | { readonly kind: 'require_plan'; readonly run: string; readonly edits: number }
  /** Relies on where these tasks stand. */
  | {
      readonly kind: 'require_tasks';
      readonly tasks: readonly { readonly id: string; readonly state: TaskState; readonly attempts: number }[];
    }
  /** Adds tasks to a run; their dependencies follow. */
  | { readonly kind: 'insert_tasks'; readonly tasks: readonly TaskRecord[]; readonly runCreatedAt: number }
  /** Gives a task that no attempt works on what it is to do now. */
  | {
      readonly kind: 'rewrite_task';
      readonly task: string;
      readonly in: TaskState;
      readonly atAttempt: number;
      readonly set: Pick<TaskRecord, 'spec' | 'kind' | 'routing' | 'priority' | 'approval'>;
    }
  /** Where tasks stand in the plan, and how urgent they are. */
  | {
      readonly kind: 'place_tasks';
      readonly places: readonly { readonly id: string; readonly position: number; readonly rank: number }[];
    }
  /** All that a task waits for, in the place of what it waited for, and the count of what is open of it. */
  | {
      readonly kind: 'replace_dependencies';
      readonly task: string;
      readonly dependencies: readonly DependencyRecord[];
    };
