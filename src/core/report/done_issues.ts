import type { RunReport } from './run_report.ts';

/** The issues that are tasks of the plan, and whose work is in with the run's: groups of them once all that is in them is. */
export function doneIssues({ plan, tasks }: Pick<RunReport, 'plan' | 'tasks'>): readonly number[] {
  const done = new Set(tasks.filter(({ state }) => state === 'succeeded').map(({ key }) => key));
  const isIn = (group: string): boolean =>
    plan.tasks.every((task) => task.group !== group || done.has(task.id)) &&
    plan.groups.every(({ id, parent }) => parent !== group || isIn(id));
  const ofTasks = plan.tasks.filter(({ id, work }) => work.kind !== 'issue' && done.has(id));
  const ofGroups = plan.groups.filter(({ id }) => isIn(id));
  return [...ofTasks, ...ofGroups].flatMap(({ issue }) => issue ?? []);
}
