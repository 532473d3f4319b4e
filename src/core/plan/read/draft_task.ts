import { planLimits } from '../limits.ts';
import type { Item, ItemPart } from '../markdown/blocks.ts';
import type { DraftTask } from './draft.ts';
import type { ProblemList } from './problems.ts';
import { readSettings } from './read_settings.ts';
import { settingLines } from './setting_lines.ts';
import { readTaskBody } from './task_body.ts';
import { readTaskLine } from './task_line.ts';
import { longestValue } from './written_values.ts';

/** A task whose item was read, with all that was found to belong below it so far. */
export type OpenTask = { readonly item: Item; readonly below: ItemPart[]; readonly group: number | undefined };

/** The task as written; its id and what it waits for are settled later, with all tasks known. */
export function draftTask({ item, below, group }: OpenTask, problems: ProblemList): DraftTask {
  const line = readTaskLine(boundedTitle(item.head, item.line, problems), item.line, problems);
  const body = readTaskBody(item, below, problems);
  const settings = [...line.settings, ...body.settings];
  refuseTitle(line.title, item.line, problems);
  return {
    line: item.line,
    title: line.title,
    done: item.box === 'ticked',
    criteria: body.criteria,
    instructions: body.instructions,
    values: readSettings(settings, 'task', problems),
    lines: settingLines(settings),
    valueLines: body.settings.flatMap(({ values }) => values.map((value) => value.line)),
    ...(line.id === undefined ? {} : { writtenId: line.id }),
    ...(group === undefined ? {} : { group }),
  };
}

function refuseTitle(title: string, line: number, problems: ProblemList): void {
  if (title === '') {
    problems.problem(line, 'empty-title', 'This task has no title.', 'Write what is to be done behind the box.');
  }
}

/** The line of a task or group. Lines are read several times over, so their length is bounded first. */
export function boundedTitle(text: string, line: number, problems: ProblemList): string {
  if (text.length <= longestValue) return text;
  problems.problem(
    line,
    'too-large',
    `This title has ${text.length} characters; the limit is ${planLimits.titleCharacters}.`,
    'Shorten it, and put the rest on the lines below.',
  );
  return `${text.slice(0, 80)}…`;
}
