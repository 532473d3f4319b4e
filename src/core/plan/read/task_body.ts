import type { Item, ItemPart } from '../markdown/blocks.ts';
import { hidingLines } from '../markdown/hidden_markup.ts';
import { closingLine } from '../markdown/split_chunks.ts';
import type { Criterion } from '../plan.ts';
import type { ProblemList } from './problems.ts';
import type { RawSetting } from './read_settings.ts';
import { meaningOfKey } from './setting_keys.ts';
import { readPair, warnOfNearMiss } from './task_line.ts';
import type { ValueLine } from './written_values.ts';

/** What stands below a task's first line. */
export type TaskBody = {
  readonly settings: readonly RawSetting[];
  readonly criteria: readonly Criterion[];
  readonly instructions: string;
};

/** Sorts the parts of a task's item into settings, criteria and instructions; `below` is what follows it unindented. */
export function readTaskBody(item: Item, below: readonly ItemPart[], problems: ProblemList): TaskBody {
  const settings: RawSetting[] = [];
  const criteria: Criterion[] = [];
  const rest: ItemPart[] = [];
  for (const part of [...item.parts, ...below]) {
    const setting = part.kind === 'item' ? settingOf(part.item) : undefined;
    if (setting) settings.push(setting);
    else if (part.kind === 'item' && part.item.box !== 'none') {
      criteria.push(criterionOf(part.item));
    } else {
      if (part.kind === 'item') warnOfNearMiss(part.item.head, part.item.line, problems);
      rest.push(takeCriteria(part, criteria));
    }
  }
  return { settings, criteria, instructions: markdownOf(rest) };
}

/** A box as what is to be fulfilled. */
export function criterionOf(item: Item): Criterion {
  return { text: bodyOf(item), done: item.box === 'ticked' };
}

/** A plain item of the form `key: value` with a known key; its nested items, lines and code are further values. */
export function settingOf(item: Item): RawSetting | undefined {
  if (item.box !== 'none') return undefined;
  const pair = readPair(item.head);
  if (!pair || meaningOfKey(pair.key).kind === 'unknown') return undefined;
  const [own, ...more] = valuesOf({ kind: 'item', item });
  return own && { key: pair.key, line: item.line, values: [{ ...own, text: pair.value }, ...more] };
}

function valuesOf(part: ItemPart): ValueLine[] {
  switch (part.kind) {
    case 'item': {
      const { head, line, parts } = part.item;
      const [first, ...rest] = parts;
      // What goes on below the first line is one paragraph with it.
      return first?.kind === 'text' && first.line === line + 1
        ? [...linesOf(`${head}\n${first.text}`, line), ...rest.flatMap(valuesOf)]
        : [...linesOf(head, line), ...parts.flatMap(valuesOf)];
    }
    case 'text':
      return linesOf(part.text, part.line);
    case 'code':
      return part.code.split('\n').map((text, index) => ({ text, line: part.line + 1 + index }));
    default:
      return part satisfies never;
  }
}

function linesOf(text: string, line: number): ValueLine[] {
  const hiding = hidingLines(text);
  return text
    .split('\n')
    .map((own, index) => ({ text: own, line: line + index, ...(hiding.has(index) ? { isHiding: true } : {}) }));
}

/** Moves checkboxes below a plain item ("Acceptance:") to the criteria; what is left of the part stays as it was. */
function takeCriteria(part: ItemPart, criteria: Criterion[]): ItemPart {
  if (part.kind !== 'item' || !part.item.parts.some(holdsBox)) return part;
  const kept: ItemPart[] = [];
  for (const inner of part.item.parts) {
    if (inner.kind === 'item' && inner.item.box !== 'none') {
      criteria.push(criterionOf(inner.item));
    } else kept.push(takeCriteria(inner, criteria));
  }
  const marker = /^\s*\S+/.exec(part.item.source)?.[0] ?? '-';
  const margin = ' '.repeat(marker.length + 1);
  const body = bodyOf({ ...part.item, parts: kept }).replace(/\n(?=[^\n])/g, `\n${margin}`);
  return { kind: 'item', item: { ...part.item, parts: kept, source: `${marker} ${body}`.trimEnd() } };
}

function holdsBox(part: ItemPart): boolean {
  return part.kind === 'item' && (part.item.box !== 'none' || part.item.parts.some(holdsBox));
}

function bodyOf(item: Item): string {
  const first = item.parts[0];
  const continues = first !== undefined && first.kind === 'text' && first.line === item.line + 1;
  const rest = markdownOf(item.parts);
  return rest === '' ? item.head : `${item.head}${continues ? '\n' : '\n\n'}${rest}`.trim();
}

/** The parts as Markdown: items close together where they were, everything else as paragraphs. */
function markdownOf(parts: readonly ItemPart[]): string {
  let text = '';
  let previous: ItemPart | undefined;
  for (const part of parts) {
    if (previous) text += follows(previous, part) ? '\n' : '\n\n';
    text += part.kind === 'item' ? part.item.source : closed(part.text);
    previous = part;
  }
  return text.trim();
}

/** Whether both are items and no blank line was between them. */
function follows(previous: ItemPart, part: ItemPart): boolean {
  if (previous.kind !== 'item' || part.kind !== 'item') return false;
  return part.item.line <= previous.item.line + previous.item.source.split('\n').length;
}

/** With the end of a fence that was left open, so that it does not swallow what follows. */
function closed(text: string): string {
  const end = closingLine(text.split('\n'));
  return end === undefined ? text : `${text}\n${end}`;
}
