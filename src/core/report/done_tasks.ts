import { planTasks, tasksIn } from './progress.ts';
import type { RunReport } from './run_report.ts';

/** Keys of the plan's tasks that succeeded: their boxes are ticked in the plan. */
export function doneTasks(report: RunReport): readonly string[] {
  return tasksIn(planTasks(report), 'succeeded').map((task) => task.key);
}
