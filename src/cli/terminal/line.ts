import { displayWidth, padEnd, truncate } from './display_width.ts';
import type { PaintedLine } from './live_painter.ts';
import { printable } from './printable.ts';
import type { Style, Tone } from './style.ts';

/** One field of a line. `columns`: its least width, padded. */
export type Field = { readonly text: string; readonly tone?: Tone; readonly columns?: number };

const GAP = '  ';

/**
 * Joins fields to one line that fits: what does not fit is cut at the end, whole characters only, with `…`.
 * Fields without text and width are left out.
 */
export function fitLine(fields: readonly Field[], columns: number, style: Style): PaintedLine {
  const shown = fields
    .map((field) => ({ ...field, text: printable(field.text) }))
    .filter((field) => field.text !== '' || field.columns !== undefined);
  let width = 0;
  let text = '';
  shown.forEach((field, index) => {
    const gap = index === 0 ? '' : GAP;
    const room = columns - width - gap.length;
    if (room < 1) return;
    const padded = index === shown.length - 1 ? field.text : padEnd(field.text, field.columns ?? 0);
    const cut = truncate(padded, room);
    text += gap + style(field.tone ?? 'plain', cut);
    width += gap.length + displayWidth(cut);
  });
  return { width, text };
}
