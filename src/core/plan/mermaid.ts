import type { TaskState } from '../task/task_state.ts';
import type { Plan, PlanGroup, PlanTask } from './plan.ts';

const longestLabel = 60;

/** Fill, border and text of a node by the state of its task: readable on a light and on a dark page. */
const COLOURS: Readonly<Record<TaskState, string>> = {
  pending: 'fill:#eaeef2,stroke:#8c959f,color:#1f2328',
  ready: 'fill:#eaeef2,stroke:#57606a,color:#1f2328',
  running: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069,stroke-width:3px',
  blocked: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00,stroke-width:3px',
  retrying: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00',
  in_review: 'fill:#fbefff,stroke:#8250df,color:#3e1f79',
  succeeded: 'fill:#dafbe1,stroke:#1a7f37,color:#0f5323',
  failed: 'fill:#ffebe9,stroke:#cf222e,color:#82071e,stroke-width:3px',
  quarantined: 'fill:#ffebe9,stroke:#cf222e,color:#82071e,stroke-width:3px',
  skipped: 'fill:#f6f8fa,stroke:#8c959f,color:#57606a,stroke-dasharray:4',
  canceled: 'fill:#f6f8fa,stroke:#8c959f,color:#57606a,stroke-dasharray:4',
};

/**
 * The plan's graph as a Mermaid flowchart, groups as subgraphs. Node names are positions and every sign of a title
 * with a meaning to Mermaid or HTML is written as its code, so that no title can break out.
 *
 * @param states of tasks by id, shown as colours; without them only ticked tasks look different
 */
export function planMermaid(plan: Plan, states: ReadonlyMap<string, TaskState> = new Map()): string {
  const nodes = new Map(plan.tasks.map((task, index) => [task.id, `n${index}`]));
  const lines = ['flowchart LR'];
  const byGroup = Map.groupBy(plan.tasks, (task) => task.group);
  const children = Map.groupBy(plan.groups, (group) => group.parent);
  const positions = new Map(plan.groups.map((group, index) => [group.id, index]));
  const addTasks = (tasks: readonly PlanTask[], indent: string) => {
    for (const task of tasks) lines.push(`${indent}${nodes.get(task.id)}["${labelOf(task)}"]${classOf(task, states)}`);
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
  return [...lines, ...classDefinitions(plan, states)].join('\n');
}

function classOf(task: PlanTask, states: ReadonlyMap<string, TaskState>): string {
  const name = states.get(task.id) ?? (task.done ? 'done' : undefined);
  return name === undefined ? '' : `:::${name}`;
}

function classDefinitions(plan: Plan, states: ReadonlyMap<string, TaskState>): string[] {
  const shown = new Set(plan.tasks.map((task) => states.get(task.id)));
  const coloured = Object.entries(COLOURS).filter(([state]) => shown.has(state as TaskState));
  const ticked = plan.tasks.some((task) => task.done && !states.has(task.id));
  return [
    ...(ticked ? ['  classDef done opacity:0.6'] : []),
    ...coloured.map(([state, colours]) => `  classDef ${state} ${colours}`),
  ];
}

function labelOf(task: PlanTask): string {
  return task.named && task.title !== task.id
    ? `${escapeLabel(task.id)}: ${escapeLabel(task.title)}`
    : escapeLabel(task.title);
}

/** Letters, digits, blanks and harmless signs stay; control and format characters go; the rest becomes `#code;`. */
function escapeLabel(text: string): string {
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
