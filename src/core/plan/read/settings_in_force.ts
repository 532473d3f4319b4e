import type { TaskSettings } from '../plan.ts';

/** What holds for a task: its own settings over the plan's over what is built in. */
export function inForce(
  builtIn: TaskSettings,
  ofPlan: Partial<TaskSettings>,
  own: Partial<TaskSettings>,
): TaskSettings {
  if (own.verify === undefined) return { ...builtIn, ...ofPlan, ...own };
  // A task that says how it is verified has none of the plan's rules for that.
  const { verifyByPath: _rules, ...others } = ofPlan;
  return { ...builtIn, ...others, ...own };
}
