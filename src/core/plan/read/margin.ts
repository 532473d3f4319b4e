import { dedent, indentOf } from '../markdown/columns.ts';
import { closingLine } from '../markdown/split_chunks.ts';

/** Moves text to the margin, indented code as a fence, so that it means the same wherever it is put. */
export function atMargin(text: string): string {
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
