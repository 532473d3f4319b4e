import type { ToldDiff } from '../plan_edit.ts';
import { counted } from './counted.ts';

/** What an edit of a plan came to in numbers: `1 task added, 2 changed, 1 left alone`. */
export function editCounts(edit: ToldDiff): string {
  const counts: readonly (readonly [number, string])[] = [
    [edit.added.length, 'added'],
    [edit.changed.length, 'changed'],
    [edit.removed.length, 'removed'],
    [edit.ticked.length, 'done by hand'],
    [edit.leftAlone.length, 'left alone'],
  ];
  const tasks = counts
    .filter(([count]) => count > 0)
    .map(([count, how], index) => `${index === 0 ? counted(count, 'task') : count} ${how}`);
  const settings = edit.settings.length === 0 ? [] : [`${counted(edit.settings.length, 'setting')} changed`];
  const around = edit.around ? ['the text around the tasks changed'] : [];
  const parts = [...tasks, ...settings, ...around, ...(edit.untold === 0 ? [] : [`${edit.untold} more`])];
  return parts.length === 0 ? NO_CHANGE : parts.join(', ');
}

/** What there is to say of an edit that changes nothing. */
export const NO_CHANGE = 'it says what the run does already';

/** Whether an edit says nothing else than what the run does. */
export function isNothing(edit: ToldDiff): boolean {
  return editCounts(edit) === NO_CHANGE;
}
