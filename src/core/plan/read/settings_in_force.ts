import type { TaskSettings } from '../plan.ts';

/** What a task has where neither it nor the plan says otherwise. */
export const DEFAULT_TASK_SETTINGS: TaskSettings = {
  files: [],
  locks: [],
  setup: [],
  verify: [],
  verifyIn: 'worktree',
  onFailure: 'skip',
  priority: 0,
  labels: [],
  allowNoChange: false,
  outputs: [],
};

/** What holds for a task: its own settings over the plan's over the defaults. */
export function inForce(ofPlan: Partial<TaskSettings>, own: Partial<TaskSettings>): TaskSettings {
  if (own.verify === undefined) return { ...DEFAULT_TASK_SETTINGS, ...ofPlan, ...own };
  // A task that says how it is verified has none of the plan's rules for that.
  const { verifyByPath: _rules, ...others } = ofPlan;
  return { ...DEFAULT_TASK_SETTINGS, ...others, ...own };
}
