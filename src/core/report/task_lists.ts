import type { TaskView } from '../../protocol/views.ts';
import { ENDED_BADLY } from '../task/task_state.ts';
import { inlineText } from './inline_text.ts';
import { planTasks, tasksIn } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { endedText, rowContext, taskName, taskState } from './task_row.ts';
import { isUnmended, NOT_MENDED, workIsIn } from './work_is_in.ts';

const CRITERION_LIMIT = 300;

/**
 * The tasks that are in, one a line. The pull request's number comes first: behind a title that ends in "fix" it would
 * be read as to be closed.
 */
export function mergedTasks(report: RunReport, told: 'names' | 'states'): string {
  const context = rowContext(report);
  return planTasks(report)
    .filter(workIsIn)
    .map((task) => {
      const pull = task.pull === null ? '' : `#${task.pull} `;
      const unmended = isUnmended(task) ? ` (${NOT_MENDED}${howEnded(task)})` : '';
      return `- ${pull}${taskName(task)}${told === 'names' ? unmended : ` (${taskState(task, context)})`}`;
    })
    .join('\n');
}

/** The tasks that are not in and will not be unless somebody acts, with why. */
export function tasksLeft(report: RunReport): string {
  return tasksLeftOver(report)
    .map((task) => {
      const pull = task.pull === null ? '' : `#${task.pull} `;
      return `- ${pull}${taskName(task)} (${howEnded(task)})`;
    })
    .join('\n');
}

/** The tasks themselves. */
export function tasksLeftOver(report: Pick<RunReport, 'tasks'>): readonly TaskView[] {
  return tasksIn(planTasks(report), ...ENDED_BADLY).filter((task) => !workIsIn(task));
}

function howEnded(task: TaskView): string {
  return endedText(task.state, task).replace(/\.$/, '');
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
