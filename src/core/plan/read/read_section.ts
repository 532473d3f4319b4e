import type { Block, Item } from '../markdown/blocks.ts';
import type { DraftGroup, DraftTask } from './draft.ts';
import { boundedTitle, draftTask, type OpenTask } from './draft_task.ts';
import { atMargin, trimBlankLines } from './margin.ts';
import { type ProblemList, quoted } from './problems.ts';
import { type RawSetting, readSettings } from './read_settings.ts';
import { settingOf } from './task_body.ts';
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
    if (task) this.#drafts.tasks.push(draftTask(task, this.#problems));
  }

  #openGroup(level: number, text: string, line: number): void {
    const title = readTaskLine(boundedTitle(text, line, this.#problems), line, this.#problems);
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
}
