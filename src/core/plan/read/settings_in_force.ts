import type { TaskSettings } from '../plan.ts';
import { bothApprovals } from './approval.ts';

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
  return { ...DEFAULT_TASK_SETTINGS, ...above(ofPlan, own) };
}

/** Settings over those of a layer that counts less; what either wants approved is. Whoever says what verifies has none of its rules for that. */
export function above(less: Partial<TaskSettings>, own: Partial<TaskSettings>): Partial<TaskSettings> {
  const approvals = bothApprovals(less, own);
  if (own.verify === undefined) return { ...less, ...own, ...approvals };
  const { verifyByPath: _rules, ...others } = less;
  return { ...others, ...own, ...approvals };
}
