import { findTask, type KnownTask } from './find_task.ts';
import { parsePlan } from './parse_plan.ts';
import { unreadIssues } from './plan_issues.ts';

/** The box of a task-list item that is open, at the beginning of its line: the sign within is the second group. */
const openBox = /^([ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[)([ \t])\](?=\s|$)/;

/**
 * Ticks the boxes of these tasks in a plan and changes nothing else: where the tasks stand is read from the text as it
 * is now, and each is known there by what {@link findTask} says. A box that is ticked stays so. A text that is no valid plan
 * is given back as it is, for then nobody knows which box is whose.
 */
export function tickTasks(markdown: string, done: readonly KnownTask[]): string {
  const parsed = parsePlan(markdown, [], unreadIssues());
  if (!parsed.ok || done.length === 0) return markdown;
  // One that only waits for an issue stands in the line of what waits for it, and has no box.
  const tasks = parsed.plan.tasks.filter(({ work }) => work.kind !== 'issue');
  const found = done.flatMap((task) => findTask(tasks, task) ?? []);
  const lines = new Set(found.filter((task) => !task.done).map((task) => task.line));
  // Every second piece is the line end before the next line.
  const pieces = markdown.split(/(\r\n|\n|\r)/);
  return pieces.map((piece, index) => (index % 2 === 0 && lines.has(index / 2 + 1) ? ticked(piece) : piece)).join('');
}

function ticked(line: string): string {
  const bom = line.startsWith('\uFEFF') ? '\uFEFF' : '';
  return bom + line.slice(bom.length).replace(openBox, '$1x]');
}
