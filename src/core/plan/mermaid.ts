import type { Plan, PlanGroup, PlanTask } from './plan.ts';

const longestLabel = 60;

/**
 * The plan's graph as a Mermaid flowchart, groups as subgraphs. Node names are positions and every sign of a title
 * with a meaning to Mermaid or HTML is written as its code, so that no title can break out.
 */
export function planMermaid(plan: Plan): string {
  const nodes = new Map(plan.tasks.map((task, index) => [task.id, `n${index}`]));
  const lines = ['flowchart LR'];
  const byGroup = Map.groupBy(plan.tasks, (task) => task.group);
  const children = Map.groupBy(plan.groups, (group) => group.parent);
  const positions = new Map(plan.groups.map((group, index) => [group.id, index]));
  const addTasks = (tasks: readonly PlanTask[], indent: string) => {
    for (const task of tasks)
      lines.push(`${indent}${nodes.get(task.id)}["${labelOf(task)}"]${task.done ? ':::done' : ''}`);
  };
  const addGroup = (group: PlanGroup, indent: string) => {
    lines.push(`${indent}subgraph g${positions.get(group.id)}["${escapeLabel(group.title)}"]`);
    addTasks(byGroup.get(group.id) ?? [], `${indent}  `);
    for (const child of children.get(group.id) ?? []) addGroup(child, `${indent}  `);
    lines.push(`${indent}end`);
  };
  addTasks(byGroup.get(undefined) ?? [], '  ');
  for (const group of children.get(undefined) ?? []) addGroup(group, '  ');
  for (const task of plan.tasks) {
    for (const id of task.dependencies) lines.push(`  ${nodes.get(id)} --> ${nodes.get(task.id)}`);
  }
  if (plan.tasks.some((task) => task.done)) lines.push('  classDef done opacity:0.6');
  return lines.join('\n');
}

function labelOf(task: PlanTask): string {
  return task.named && task.title !== task.id
    ? `${escapeLabel(task.id)}: ${escapeLabel(task.title)}`
    : escapeLabel(task.title);
}

/** Letters, digits, blanks and harmless signs stay; control and format characters go; the rest becomes `#code;`. */
export function escapeLabel(text: string): string {
  const characters = [
    ...text
      .replace(/\s+/g, ' ')
      .replace(/[\p{C}]/gu, '')
      .trim(),
  ];
  const shown = characters.length > longestLabel ? [...characters.slice(0, longestLabel - 1), '…'] : characters;
  return shown
    .map((character) => (/[\p{L}\p{M}\p{N} .,_+/…-]/u.test(character) ? character : `#${character.codePointAt(0)};`))
    .join('');
}
