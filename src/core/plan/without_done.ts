import type { Plan } from './plan.ts';

/** What is left to do of a plan: without its ticked tasks, which nothing waits for any more. */
export function withoutDone(plan: Plan): Plan {
  const open = new Set(plan.tasks.filter(({ done }) => !done).map(({ id }) => id));
  if (open.size === plan.tasks.length) return plan;
  const tasks = plan.tasks
    .filter(({ id }) => open.has(id))
    .map((task) => ({ ...task, dependencies: task.dependencies.filter((id) => open.has(id)) }));
  return { ...plan, tasks };
}
