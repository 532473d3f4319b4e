import type { TaskView } from '../../protocol/views.ts';
import type { TaskState } from '../task/task_state.ts';
import { ENDED_BADLY } from '../task/task_state.ts';
import { counted } from '../text/counted.ts';
import { details } from './details.ts';
import type { RunReport } from './run_report.ts';
import { rowContext, shortTaskRow, TASK_TABLE_HEAD, taskRow } from './task_row.ts';

/** How tasks that are done are shown: as all others, or in few words and folded. */
export type TaskRows = 'full' | 'short';

/** Whose rows stay when not all find room: what wants a person first, what is done last. */
const IMPORTANCE: readonly TaskState[] = [
  'failed',
  'quarantined',
  'blocked',
  'running',
  'in_review',
  'retrying',
  'ready',
  'canceled',
  'skipped',
  'pending',
  'succeeded',
];

/** Room for the line that counts what is left out, and for a second table. */
const REST_LENGTH = 300;

/**
 * The table of tasks in the order of the plan, within `limit` UTF-16 code units; with `short` those that are done are folded
 * below it. Rows for which there is no room become one line: `and 312 more done, 20 more to come`.
 */
export function taskRows(report: RunReport, done: TaskRows, limit: number): string {
  const context = rowContext(report);
  const rows = report.tasks.map((task, index) => ({
    task,
    index,
    text: done === 'short' && task.state === 'succeeded' ? shortTaskRow(task, context) : taskRow(task, context),
  }));
  const kept = new Set<number>();
  let room = limit - TASK_TABLE_HEAD.length - REST_LENGTH;
  for (const { index, text } of rows.toSorted((left, right) => rankOf(left.task) - rankOf(right.task))) {
    if (text.length + 1 > room) break;
    room -= text.length + 1;
    kept.add(index);
  }
  const shown = rows.filter(({ index }) => kept.has(index));
  const rest = rows.filter(({ index }) => !kept.has(index)).map(({ task }) => task);
  const isFolded = ({ task }: { readonly task: TaskView }) => done === 'short' && task.state === 'succeeded';
  const [folded, open] = [shown.filter(isFolded), shown.filter((row) => !isFolded(row))];
  const foldedTable = folded.length === 0 ? '' : details(`${counted(folded.length, 'task')} done`, tableOf(folded));
  return [tableOf(open), foldedTable, restLine(rest)].filter((part) => part !== '').join('\n\n');
}

function tableOf(rows: readonly { readonly text: string }[]): string {
  return rows.length === 0 ? '' : [TASK_TABLE_HEAD, ...rows.map(({ text }) => text)].join('\n');
}

function rankOf({ state }: TaskView): number {
  return IMPORTANCE.indexOf(state);
}

function restLine(rest: readonly TaskView[]): string {
  const done = rest.filter((task) => task.state === 'succeeded').length;
  const ended = rest.filter((task) => ENDED_BADLY.includes(task.state)).length;
  const open = rest.length - done - ended;
  const parts = [
    ...(done > 0 ? [`${done} more done`] : []),
    ...(ended > 0 ? [`${ended} more not done`] : []),
    ...(open > 0 ? [`${open} more to come`] : []),
  ];
  return parts.length === 0 ? '' : `and ${parts.join(', ')}`;
}
