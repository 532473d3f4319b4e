import type { ListItem, Nodes } from 'mdast';
import type { Item, ItemPart, Span } from './blocks.ts';
import { dedent, indentOf, markerOf, type Row } from './columns.ts';

/** Lines of the document by 0-based line, without the prefixes of the containers around. */
type Rows = ReadonlyMap<number, Row>;

/** Turns a parsed list item into source text by parts. `offset` is the 0-based line at which the parsed text begins. */
export function readItem(node: ListItem, rows: Rows, offset: number): Item {
  const span = spanOf(node, offset);
  const first = rows.get(span.start) ?? { text: '', column: 0 };
  const marker = markerOf(first);
  const width = marker?.width ?? 0;
  const inner = new Map<number, Row>();
  for (let line = span.start; line < span.end; line++) {
    const row = rows.get(line) ?? { text: '', column: 0 };
    inner.set(line, line === span.start ? (marker?.content ?? row) : dedent(row, width));
  }
  const opening = node.children[0];
  const titled = opening !== undefined && isProse(opening) && spanOf(opening, offset).start === span.start;
  const firstLine = titled ? (inner.get(span.start)?.text ?? '').trim() : '';
  const box = /^\[([ \txX])\](?=\s|$)/.exec(firstLine);
  return {
    line: span.start + 1,
    box: box === null ? 'none' : (box[1] ?? '').trim() === '' ? 'open' : 'ticked',
    indent: indentOf(first),
    head: firstLine.slice(box?.[0].length ?? 0).trim(),
    parts: node.children.flatMap((child, index) => readParts(child, inner, offset, titled && index === 0)),
    source: textOf(rows, span),
  };
}

function readParts(node: Nodes, rows: Rows, offset: number, isTitle: boolean): ItemPart[] {
  const span = spanOf(node, offset);
  if (node.type === 'list')
    return node.children.map((child) => ({ kind: 'item', item: readItem(child, rows, offset) }));
  if (isTitle) {
    const rest = { start: span.start + 1, end: span.end };
    return rest.start < rest.end ? [{ kind: 'text', text: textOf(rows, rest), line: rest.start + 1 }] : [];
  }
  const text = textOf(rows, span);
  if (text.trim() === '') return [];
  if (node.type === 'code') return [{ kind: 'code', text, code: node.value, line: span.start + 1 }];
  return [{ kind: 'text', text, line: span.start + 1 }];
}

function isProse(node: Nodes): boolean {
  return node.type === 'paragraph' || node.type === 'heading';
}

function textOf(rows: Rows, span: Span): string {
  const lines: string[] = [];
  for (let line = span.start; line < span.end; line++) lines.push((rows.get(line)?.text ?? '').trimEnd());
  return lines.join('\n').trimEnd();
}

/** Lines of the document that a node takes. */
export function spanOf(node: Nodes, offset: number): Span {
  const position = node.position;
  if (!position) return { start: offset, end: offset };
  const last = position.end.column === 1 && position.end.line > position.start.line ? 1 : 0;
  return { start: offset + position.start.line - 1, end: offset + position.end.line - last };
}
