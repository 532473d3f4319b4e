import type { KnownTask } from '../plan/find_task.ts';
import type { RunReport } from './run_report.ts';
import { workIsIn } from './work_is_in.ts';

/** The plan's tasks that whose work is in, as the run was started with them: their boxes are ticked in the plan, where they have some. */
export function doneTasks({ plan, tasks }: Pick<RunReport, 'plan' | 'tasks'>): readonly KnownTask[] {
  const done = new Set(tasks.filter(workIsIn).map(({ key }) => key));
  return plan.tasks
    .filter(({ id, work }) => work.kind !== 'issue' && done.has(id))
    .map(({ id, named, title }) => ({ id, named, title }));
}
