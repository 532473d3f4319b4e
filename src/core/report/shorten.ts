import { closingLines } from '../plan/markdown/split_chunks.ts';

/** The most that GitHub takes as a comment, a body or one text of a check, in UTF-16 code units as it counts them. */
export const GITHUB_TEXT_LIMIT = 65_535;

/** The same for a text that gets its hidden marker only when it is sent: leaves room for that. */
export const UNMARKED_TEXT_LIMIT = GITHUB_TEXT_LIMIT - 535;

const ENDING = '\n\n…';

/**
 * Markdown cut to `limit` UTF-16 code units: whole lines, so that no row of a table is halved, with an open fence
 * closed, and `…` at the end. A first line that is too long itself is cut within, never inside a character.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = limit - ENDING.length;
  if (room <= 0) return limit > 0 ? '…' : '';
  const lines = text
    .slice(0, room + 1)
    .split('\n')
    .slice(0, -1);
  if (lines.join('').trim() === '') return shortenLine(firstLine(text), limit);
  return longestClosed(lines, room) ?? '…';
}

/** As many of the lines as fit into `room` with what closes them, which may be as long as they are; undefined: not even one. */
function longestClosed(lines: readonly string[], room: number): string | undefined {
  let length = lines.join('\n').length;
  const closings = closingLines(lines);
  for (let count = lines.length; count > 0; count -= 1) {
    const closing = closings[count - 1];
    if (closing === undefined) return `${lines.slice(0, count).join('\n').trimEnd()}${ENDING}`;
    if (length + 1 + closing.length <= room) return [...lines.slice(0, count), `${closing}${ENDING}`].join('\n');
    length -= 1 + (lines[count - 1]?.length ?? 0);
  }
  return undefined;
}

/** One line cut to `limit` UTF-16 code units, `…` included, never inside a character. */
export function shortenLine(line: string, limit: number): string {
  if (line.length <= limit) return line;
  return limit <= 0 ? '' : `${wholeCharacters(line.slice(0, limit - 1)).trimEnd()}…`;
}

/** The end of a text in whole lines, within `limit` UTF-16 code units: what a program said last says most. */
export function lastLines(text: string, limit: number): string {
  const trimmed = text.trimEnd();
  if (trimmed.length <= limit) return trimmed;
  if (limit <= 2) return '';
  const end = trimmed.slice(trimmed.length - (limit - 2));
  const lineBreak = end.indexOf('\n');
  return `…\n${lineBreak >= 0 ? end.slice(lineBreak + 1) : end.replace(/^[\uDC00-\uDFFF]/, '')}`;
}

function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

/** The first line that says something; of a table or a fence there is nothing to show in parts. */
function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return /^\s*(?:\||`{3}|~{3})/.test(line) ? '…' : line;
}
