import type { Block } from '../markdown/blocks.ts';

/** A run of blocks under one Tasks heading, without the heading itself. */
export type Section = {
  readonly heading: Extract<Block, { kind: 'heading' }>;
  readonly from: number;
  readonly to: number;
};

const defaultNames = ['tasks', 'task', 'task list', 'plan', 'steps', 'to do', 'todo', 'todos'];

/**
 * Finds the sections that hold tasks. A heading counts when its name does and a task follows it before another such
 * heading further in: so a document titled "Plan" with a section "Tasks" has the section only.
 */
export function findSections(blocks: readonly Block[], headings: readonly string[]): Section[] {
  const names = namesOf(headings);
  const sections: Section[] = [];
  for (let index = 0; index < blocks.length; index++) {
    const heading = blocks[index];
    if (heading?.kind !== 'heading' || !names.has(headingName(heading.text))) continue;
    const found = extent(blocks, index, heading.level, names);
    if (!found.holdsTasks) continue;
    sections.push({ heading, from: index + 1, to: found.end });
    index = found.end - 1;
  }
  return sections;
}

/** Whether a heading of this text holds tasks; `headings` are further names. */
export function isTasksName(text: string, headings: readonly string[]): boolean {
  return namesOf(headings).has(headingName(text));
}

function namesOf(headings: readonly string[]): Set<string> {
  return new Set([...defaultNames, ...headings].map(headingName).filter((name) => name !== ''));
}

/** The name of a heading without emphasis, numbering signs, emoji or a closing colon; case and hyphens do not matter. */
function headingName(text: string): string {
  return text
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function extent(blocks: readonly Block[], at: number, level: number, names: ReadonlySet<string>) {
  let holdsTasks = false;
  let end = at + 1;
  for (; end < blocks.length; end++) {
    const block = blocks[end];
    if (block?.kind === 'item' && block.item.box !== 'none') holdsTasks = true;
    if (block?.kind !== 'heading') continue;
    if (block.level <= level) break;
    if (!holdsTasks && names.has(headingName(block.text))) break;
  }
  return { end, holdsTasks };
}
