import type { PlanTask } from './plan.ts';

/** What a task is known by in another version of its plan. */
export type KnownTask = Pick<PlanTask, 'id' | 'named' | 'title'>;

/**
 * The same task in another version of the plan; undefined: it is there no more. An id that its author wrote is the task's
 * own. One that was counted (`t3`) is not, since it becomes another's when a task is put before it: there the title counts, and
 * of several with the same title the one that is counted alike.
 */
export function findTask<Task extends KnownTask>(
  tasks: readonly Task[],
  { id, named, title }: KnownTask,
): Task | undefined {
  if (named) return tasks.find((task) => task.named && task.id === id);
  const alike = tasks.filter((task) => !task.named && task.title === title);
  return alike.length > 1 ? alike.find((task) => task.id === id) : alike[0];
}
