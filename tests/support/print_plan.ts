import type { Plan, PlanGroup, PlanTask } from '../../src/core/plan/plan.ts';
import { printPlanSettings, printTaskSettings } from '../../src/core/plan/print_settings.ts';
import { isTasksName } from '../../src/core/plan/read/sections.ts';
import { slugOf } from '../../src/core/plan/read/settle_ids.ts';
import { hasIdForm } from '../../src/core/plan/read/task_line.ts';
import { commandLine } from '../../src/protocol/command_line.ts';
import { functionCallText } from '../../src/protocol/function_call.ts';

/**
 * The plan as Markdown. For every plan that `parsePlan` gives, parsing the result gives the same plan but for line
 * numbers.
 */
export function printPlan(plan: Plan): string {
  const printed = new Set<string>();
  const levels = levelsOf(plan.groups);
  const top = Math.max(0, ...levels.values()) > 7 ? 1 : 2;
  const sectionHeading = `${'#'.repeat(top)} Tasks`;
  const pieces = [plan.context, printPlanSettings(plan.settings), sectionHeading];
  const printGroupsTo = (last: string | undefined) => {
    const end = last === undefined ? -1 : plan.groups.findIndex((group) => group.id === last);
    for (const group of plan.groups.slice(0, end + 1)) {
      if (printed.has(group.id)) continue;
      printed.add(group.id);
      pieces.push(printGroup(group, (levels.get(group.id) ?? 3) + top - 2, plan.settings.headings));
    }
  };
  const parents = new Map(plan.groups.map((group) => [group.id, group.parent]));
  const hasPrintedRoot = (group: PlanGroup) => {
    let root = group.id;
    for (let above = parents.get(root); above !== undefined; above = parents.get(above)) root = above;
    return printed.has(root);
  };
  let current: string | undefined;
  for (const task of plan.tasks) {
    if (task.group === undefined && current !== undefined) {
      // What is left of the groups around belongs to the section that ends here.
      printGroupsTo(plan.groups.findLast((group) => group.parent !== undefined && hasPrintedRoot(group))?.id);
      pieces.push(sectionHeading);
    }
    if (task.group !== current) printGroupsTo(task.group);
    current = task.group;
    pieces.push(printTask(task));
  }
  printGroupsTo(plan.groups.at(-1)?.id);
  return `${pieces.filter((piece) => piece !== '').join('\n\n')}\n`;
}

function printTask(task: PlanTask): string {
  const title = task.named ? `${task.id}: ${task.title}` : task.title;
  const criteria = task.criteria.map((criterion) =>
    indent(`- [${criterion.done ? 'x' : ' '}] ${indent(criterion.text).trim()}`),
  );
  const lines = [`- [${task.done ? 'x' : ' '}] ${title}`, ...settingItems(task).map(indent), ...criteria];
  return task.instructions === '' ? lines.join('\n') : `${lines.join('\n')}\n\n${indent(task.instructions)}`;
}

/** The nested items of a task's own settings. */
function settingItems({ after, work, ownSettings }: PlanTask): string[] {
  const run = work.kind !== 'command' ? [] : work.run.length === 0 ? ['[]'] : work.run.map(commandLine);
  return [
    ...(after.length > 0 ? [`- after: ${after.join(', ')}`] : []),
    ...(work.kind === 'function' ? [`- call: ${functionCallText(work.call)}`] : []),
    ...run.map((line) => `- run: ${line}`),
    ...printTaskSettings(ownSettings).flatMap(([key, values]) => values.map((value) => `- ${key}: ${value}`)),
  ];
}

function indent(text: string): string {
  return text.replace(/^(?=[^\n])/gm, '  ');
}

function printGroup(group: PlanGroup, level: number, headings: readonly string[]): string {
  const plain = slugOf(group.title) === group.id && !hasIdForm(group.title) && !isTasksName(group.title, headings);
  const title = plain ? group.title : `${group.id}: ${group.title}`;
  const text = group.after.length > 0 ? `${title} (after ${group.after.join(', ')})` : title;
  if (level <= 6) return `${'#'.repeat(level)} ${text}`;
  const sign = text.includes('**') ? '__' : '**';
  return `${sign}${text}${sign}`;
}

/** Heading levels below a Tasks heading of level 2. */
function levelsOf(groups: readonly PlanGroup[]): Map<string, number> {
  const levels = new Map<string, number>();
  for (const group of groups)
    levels.set(group.id, group.parent === undefined ? 3 : (levels.get(group.parent) ?? 3) + 1);
  return levels;
}
