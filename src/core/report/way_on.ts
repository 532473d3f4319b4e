import type { TaskView } from '../../protocol/views.ts';
import { keyList, tasksIn } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { wayOut } from './task_row.ts';

/** What a person can type so that what failed goes on. */
export function wayOn({ run, tasks }: RunReport): string {
  if (run.baseCommit === null) return '`/planwright run` to start it again';
  const stuck = stuckTasks(tasks);
  const [only] = stuck;
  if (only === undefined || run.state === 'canceled') {
    return `\`/planwright retry\` to ${only === undefined ? 'offer it again' : 'go on from there'}, or \`/planwright run\` to start anew`;
  }
  if (stuck.length === 1) return wayOut(only);
  const keys = keyList(stuck.map((task) => task.key));
  return `\`/planwright retry <task>\` or \`/planwright skip <task>\` for ${keys}`;
}

/** The tasks without which a run ends badly, unless people have them done again or go on without them. */
export function stuckTasks(tasks: readonly TaskView[]): readonly TaskView[] {
  return tasksIn(tasks, 'failed', 'quarantined', 'canceled');
}
