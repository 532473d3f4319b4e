import type { TaskView } from '../../protocol/views.ts';
import type { PlanGroup } from '../plan/plan.ts';
import type { TaskState } from '../task/task_state.ts';
import { counted } from '../text/counted.ts';
import type { RunReport } from './run_report.ts';
import { workIsIn } from './work_is_in.ts';

/** The tasks that people wrote: all but the run's own verification. */
export function planTasks(report: Pick<RunReport, 'tasks'>): readonly TaskView[] {
  return report.tasks.filter((task) => task.kind !== 'verification');
}

/** The run's own last task, which checks the integrated result. */
export function finalVerification(report: Pick<RunReport, 'tasks'>): TaskView | undefined {
  return report.tasks.find((task) => task.kind === 'verification');
}

/** The tasks in one of these states. */
export function tasksIn(tasks: readonly TaskView[], ...states: readonly TaskState[]): readonly TaskView[] {
  return tasks.filter((task) => states.includes(task.state));
}

/** `5 of 8 tasks done (62 %)`: rounded down, so that 100 % means all. To wait for an issue is nobody's work. */
export function progressText(tasks: readonly TaskView[]): string {
  const own = tasks.filter(({ kind }) => kind !== 'issue');
  const done = own.filter(workIsIn).length;
  const percent = own.length === 0 ? 100 : Math.floor((100 * done) / own.length);
  return `${done} of ${counted(own.length, 'task')} done (${percent} %)`;
}

/** `` `a`, `b` and 3 more ``. */
export function keyList(keys: readonly string[], most = 3): string {
  const shown = keys.length === most + 1 ? keys : keys.slice(0, most);
  const names = shown.map((key) => `\`${key}\``);
  const rest = keys.length - shown.length;
  if (rest > 0) return `${names.join(', ')} and ${rest} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** How far a group is, with the groups inside it. */
export type GroupProgress = { readonly group: PlanGroup; readonly done: number; readonly total: number };

/** The groups that hold tasks, in the order of the plan. */
export function groupProgress({ plan, tasks }: Pick<RunReport, 'plan' | 'tasks'>): readonly GroupProgress[] {
  const parents = new Map(plan.groups.map((group) => [group.id, group.parent]));
  const counts = new Map(plan.groups.map((group) => [group.id, { done: 0, total: 0 }]));
  for (const task of tasks) {
    for (let id = task.group ?? undefined; id !== undefined; id = parents.get(id)) {
      const count = counts.get(id);
      if (count === undefined) break;
      count.total += 1;
      if (workIsIn(task)) count.done += 1;
    }
  }
  return plan.groups
    .map((group) => ({ group, done: 0, total: 0, ...counts.get(group.id) }))
    .filter(({ total }) => total > 0);
}
