import { neutraliseLine } from './neutralise.ts';
import { shortenLine } from './shorten.ts';

/** Others' text within a line of ours: harmless, on one line, at most `limit` UTF-16 code units before it is made harmless. */
export function inlineText(text: string, limit: number): string {
  return neutraliseLine(shortenLine(text.replace(/\s+/g, ' ').trim(), limit));
}

/** Text within a cell of a table, where every `|` would begin another cell; in code it becomes its look-alike. */
export function cell(text: string): string {
  return text
    .replace(/\\*\|/g, (found) => (found.length === 1 ? '\\|' : '¦'))
    .replace(/\s+/g, ' ')
    .trim();
}

/** A table of these cells, the first row its head; cells are passed through {@link cell}. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(tableRow).join('\n');
}

/** One row of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}
