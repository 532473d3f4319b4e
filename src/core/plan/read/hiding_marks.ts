import { hiddenMarkup } from '../markdown/hidden_markup.ts';

/** Stands before what the page does not show. */
export const HIDING = '\u0000';

/** The line with a mark before everything that its readers on the page do not see, and without comments. */
export function withHidingMarked(source: string): string {
  let text = '';
  let at = 0;
  for (const index of hiddenMarkup(source)) {
    if (index < at) continue;
    text += source.slice(at, index) + HIDING;
    const end = source.startsWith('<!--', index) ? source.indexOf('-->', index) : -1;
    text += end === -1 ? '' : ' ';
    at = end === -1 ? index : end + '-->'.length;
  }
  return text + source.slice(at);
}

/** Without the blanks and marks at its end. */
export function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === HIDING || text[end - 1]?.trim() === '')) end -= 1;
  return text.slice(0, end);
}
