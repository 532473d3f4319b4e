import { planLimits } from '../limits.ts';
import type { Block, Item, ItemPart } from '../markdown/blocks.ts';
import { dedent, indentOf } from '../markdown/columns.ts';
import { closingLine } from '../markdown/split_chunks.ts';
import type { DraftGroup, DraftTask } from './draft.ts';
import { type ProblemList, quoted } from './problems.ts';
import { type RawSetting, readSettings } from './read_settings.ts';
import { longestValue } from './setting_values.ts';
import { readTaskBody, settingOf } from './task_body.ts';
import { readTaskLine, type TaskLine } from './task_line.ts';

/** What the Tasks sections hold; `notes` is text of a section or group that belongs to no task. */
export type Drafts = { readonly groups: DraftGroup[]; readonly tasks: DraftTask[]; readonly notes: string[] };

type OpenGroup = {
  readonly index: number;
  readonly level: number;
  readonly title: TaskLine;
  readonly line: number;
  readonly settings: RawSetting[];
};
type OpenTask = { readonly item: Item; readonly below: ItemPart[]; readonly group: number | undefined };

/** Reads one section; call once for each, in order. */
export class SectionReader {
  readonly #lines: readonly string[];
  readonly #problems: ProblemList;
  readonly #drafts: Drafts;
  #groups: OpenGroup[] = [];
  #task: OpenTask | undefined;

  constructor(lines: readonly string[], drafts: Drafts, problems: ProblemList) {
    this.#lines = lines;
    this.#drafts = drafts;
    this.#problems = problems;
  }

  /** Adds the tasks and groups of these blocks to the drafts. */
  read(blocks: readonly Block[]): void {
    for (const block of blocks) this.#take(block);
    this.#closeTask();
    this.#closeGroups(0);
  }

  #take(block: Block): void {
    switch (block.kind) {
      case 'heading':
        this.#closeTask();
        this.#closeGroups(block.level);
        this.#openGroup(block.level, block.text, block.span.start + 1);
        return;
      case 'item':
        if (block.item.box === 'none') this.#plainItem(block.item);
        else this.#openTask(block.item);
        return;
      case 'text':
        this.#text(this.#lines.slice(block.span.start, block.span.end).join('\n'), block.span.start + 1);
        return;
      case 'settings':
        return;
      default:
        block satisfies never;
    }
  }

  #openTask(item: Item): void {
    this.#closeTask();
    if (item.indent >= 2) {
      this.#problems.warning(
        item.line,
        'indented-task',
        'This item is indented, but not far enough to stand below the item above: it is a task of its own.',
        'Indent it to where the text of the item above begins, or not at all.',
      );
    }
    this.#task = { item, below: [], group: this.#groups.at(-1)?.index };
  }

  #plainItem(item: Item): void {
    const setting = settingOf(item);
    const group = this.#groups.at(-1);
    if (setting && this.#task) {
      this.#problems.problem(
        item.line,
        'stray-setting',
        `${quoted(item.head)} stands beside the tasks, not below one.`,
        'Indent it to where the text of its task begins.',
      );
    } else if (setting && group) {
      group.settings.push(setting);
    } else if (setting) {
      this.#problems.problem(
        item.line,
        'stray-setting',
        `${quoted(item.head)} stands below no task and no group.`,
        'Put settings of the plan into a fenced `planwright` block.',
      );
    } else {
      this.#problems.warning(
        item.line,
        'no-checkbox',
        'This item has no checkbox, so it is no task.',
        'Write `- [ ]` before it if it is one.',
      );
      if (this.#task) this.#task.below.push({ kind: 'item', item });
      else this.#drafts.notes.push(item.source);
    }
  }

  #text(text: string, line: number): void {
    const trimmed = atMargin(trimBlankLines(text));
    const comment = trimmed.startsWith('<!--') && trimmed.indexOf('-->') === trimmed.length - 3;
    if (trimmed === '' || comment) return;
    if (this.#task) this.#task.below.push({ kind: 'text', text: trimmed, line });
    else this.#drafts.notes.push(trimmed);
  }

  #closeTask(): void {
    const task = this.#task;
    this.#task = undefined;
    if (!task) return;
    const { item } = task;
    const head = this.#cut(item.head, item.line);
    const line = readTaskLine(head, item.line, this.#problems);
    const body = readTaskBody(item, task.below, this.#problems);
    if (line.title === '') {
      this.#problems.problem(
        item.line,
        'empty-title',
        'This task has no title.',
        'Write what is to be done behind the box.',
      );
    } else if (/^(?:[\w.-]+\/[\w.-]+)?#\d+$/.test(line.title)) {
      this.#problems.problem(
        item.line,
        'needs-github',
        `${quoted(line.title)} is an issue, and a plan outside GitHub cannot read issues.`,
        'Write the task out: a title, and what is to be done below it.',
      );
    }
    this.#drafts.tasks.push({
      line: item.line,
      title: line.title,
      done: item.box === 'ticked',
      criteria: body.criteria,
      instructions: body.instructions,
      values: readSettings([...line.settings, ...body.settings], 'task', this.#problems),
      ...(line.id === undefined ? {} : { writtenId: line.id }),
      ...(task.group === undefined ? {} : { group: task.group }),
    });
  }

  #openGroup(level: number, text: string, line: number): void {
    const title = readTaskLine(this.#cut(text, line), line, this.#problems);
    const parent = this.#groups.at(-1)?.index;
    const index = this.#drafts.groups.length;
    this.#groups.push({ index, level, title, line, settings: [...title.settings] });
    this.#drafts.groups.push({
      line,
      title: title.title,
      after: [],
      ...(title.id === undefined ? {} : { writtenId: title.id }),
      ...(parent === undefined ? {} : { parent }),
    });
  }

  #closeGroups(level: number): void {
    while ((this.#groups.at(-1)?.level ?? -1) >= level) {
      const group = this.#groups.pop();
      const draft = group && this.#drafts.groups[group.index];
      if (!group || !draft) return;
      const values = readSettings(group.settings, 'group', this.#problems);
      this.#drafts.groups[group.index] = { ...draft, after: values.after ?? [] };
    }
  }

  /** Lines are read several times over, so their length is bounded first. */
  #cut(text: string, line: number): string {
    if (text.length <= longestValue) return text;
    this.#problems.problem(
      line,
      'too-large',
      `This title has ${text.length} characters; the limit is ${planLimits.titleCharacters}.`,
      'Shorten it, and put the rest on the lines below.',
    );
    return `${text.slice(0, 80)}…`;
  }
}

/** Moves text to the margin, indented code as a fence, so that it means the same wherever it is put. */
function atMargin(text: string): string {
  const rows = text.split('\n').map((line) => ({ text: line, column: 0 }));
  const margin = indentOf(rows[0] ?? { text: '', column: 0 });
  const moved = rows.map((row) => dedent(row, margin).text);
  const fence = '`'.repeat(Math.max(3, ...moved.map((line) => /`*$/.exec(line.slice(-100))?.[0].length ?? 0)) + 1);
  if (margin > 3) return [fence, ...moved, fence].join('\n');
  const end = closingLine(moved);
  if (end !== undefined) return [...moved, end].join('\n');
  if (/^(?:```|~~~)/.test(moved[0] ?? '')) return moved.join('\n');
  return moved.map((line) => line.replace(/^[ \t]+/, (blanks) => blanks.replaceAll('\t', '    '))).join('\n');
}

/** Removes blank lines before and after, and the blanks at the end of each line. */
export function trimBlankLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
