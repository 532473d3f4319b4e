import type { ParsedPlan } from './parsed_plan.ts';

/** The code of the one problem of a text that holds nothing which looks like a task. */
export const NO_TASKS = 'no-tasks';

/** Whether a text says what is wanted without any list of tasks, and without anything else that were to mend. */
export function isFreeForm(parsed: ParsedPlan): boolean {
  return !parsed.ok && parsed.problems.length > 0 && parsed.problems.every(({ code }) => code === NO_TASKS);
}
