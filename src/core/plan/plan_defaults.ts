import type { Plan } from './plan.ts';
import type { SettingValues } from './read/setting_values.ts';
import { above, inForce } from './read/settings_in_force.ts';

/** What settings files say for all plans: settings of plans, and of their tasks where neither plan nor task says otherwise. */
export type PlanDefaults = Omit<
  SettingValues,
  | 'after'
  | 'run'
  | 'call'
  | 'files'
  | 'locks'
  | 'outputs'
  | 'estimateMs'
  | 'headings'
  | 'owner'
  | 'report'
  | 'protected'
>;

/**
 * The plan with all that holds for it: its own settings over those for all plans, and those of its tasks over both. This is
 * what a run is made of; what was approved, and is hashed, is the plan as it was written.
 *
 * @param agent that of a plan whose own text names none; null: nobody said, and the agent for all plans counts
 */
export function planInForce(plan: Plan, forAllPlans: PlanDefaults, agent: string | null): Plan {
  const { agent: usual, ...others } = forAllPlans;
  const counted = usual === undefined || agent !== null ? others : forAllPlans;
  const { base, merge: _only, concurrency, budget, runTimeoutMs, reviewers, approvePlan, ...forTasks } = counted;
  const taskDefaults = above(forTasks, plan.settings.taskDefaults);
  const { verifyByPath } = taskDefaults;
  return {
    ...plan,
    settings: {
      ...(base === undefined ? {} : { base }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(budget === undefined ? {} : { budget }),
      ...(runTimeoutMs === undefined ? {} : { runTimeoutMs }),
      ...(reviewers === undefined ? {} : { reviewers }),
      ...(approvePlan === undefined ? {} : { approvePlan }),
      ...plan.settings,
      setup: taskDefaults.setup ?? [],
      verify: taskDefaults.verify ?? [],
      ...(verifyByPath === undefined ? {} : { verifyByPath }),
      taskDefaults,
    },
    tasks: plan.tasks.map((task) => ({ ...task, settings: inForce(taskDefaults, task.ownSettings) })),
  };
}
