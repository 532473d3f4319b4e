import { ENDED_BADLY } from '../task/task_state.ts';
import { inlineText } from './inline_text.ts';
import { planTasks, tasksIn } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { endedText, rowContext, taskName, taskState } from './task_row.ts';

const CRITERION_LIMIT = 300;

/**
 * The tasks that are in, one a line. The pull request's number comes first: behind a title that ends in "fix" it would
 * be read as to be closed.
 */
export function mergedTasks(report: RunReport, told: 'names' | 'states'): string {
  const context = rowContext(report);
  return tasksIn(planTasks(report), 'succeeded')
    .map((task) => {
      const pull = task.pull === null ? '' : `#${task.pull} `;
      return `- ${pull}${taskName(task)}${told === 'names' ? '' : ` (${taskState(task, context)})`}`;
    })
    .join('\n');
}

/** The tasks that are not in and will not be unless somebody acts, with why. */
export function tasksLeft(report: RunReport): string {
  return tasksIn(planTasks(report), ...ENDED_BADLY)
    .map((task) => {
      const pull = task.pull === null ? '' : `#${task.pull} `;
      return `- ${pull}${taskName(task)} (${endedText(task.state, task).replace(/\.$/, '')})`;
    })
    .join('\n');
}

/** Criteria of the plan, ticked where the plan has them ticked. `which` leaves out the ticked ones. */
export function criteriaList({ plan }: RunReport, which: 'all' | 'open'): string {
  return plan.tasks
    .flatMap((task) => task.criteria.map((criterion) => ({ ...criterion, task: task.id })))
    .filter(({ done }) => which === 'all' || !done)
    .map(
      ({ task, text, done }) =>
        `- ${which === 'all' ? `[${done ? 'x' : ' '}] ` : ''}\`${task}\`: ${inlineText(text, CRITERION_LIMIT)}`,
    )
    .join('\n');
}
