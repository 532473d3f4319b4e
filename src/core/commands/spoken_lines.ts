import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { BLOCKS_ONLY } from '../plan/markdown/blocks_only.ts';
import { inlineSpans } from './inline_spans.ts';

/** GitHub takes no longer comments. */
const CHARACTERS = 65_536;
/**
 * The Markdown parser takes more than linear time for lists and quotes inside each other, for many of them, and for many
 * lines below one of them. People who command write neither, so a comment with more of them than this is read no further.
 */
const MARKS_A_LINE = 8;
const MARKED_LINES = 1_000;
const LINES = 3_000;

/** A line that its author says as himself, without blanks around it and marks of list items before it. */
export type SpokenLine = { readonly text: string; readonly below: LinesBelow };

/** What stands below a line, as far as the next that matters. */
export type LinesBelow = {
  /** What goes on with the line itself: as far as a blank line, a quote, code or the next item of its list. */
  readonly paragraph: readonly string[];
  /** All of it, as it is written. */
  readonly all: string;
};

/**
 * The lines of a comment that `matters` picks and that its author says as himself: outside code, quotes (with the lines that a
 * quote swallows) and raw HTML with its comments.
 */
export function spokenLines(markdown: string, matters: (line: string) => boolean): readonly SpokenLine[] {
  const lines = linesOf(markdown);
  const found = lines.flatMap((line, index) => (matters(bare(line)) ? [index] : []));
  if (found.length === 0 || !isTame(lines)) return [];
  const hidden = new Set<number>();
  hide(fromMarkdown(lines.join('\n'), { extensions: [BLOCKS_ONLY] }), lines, hidden);
  const spoken = found.filter((index) => !hidden.has(index));
  return spoken.map((index, nth) => ({
    text: bare(lines[index] ?? ''),
    below: linesBelow(lines, index, spoken[nth + 1] ?? lines.length),
  }));
}

function linesBelow(lines: readonly string[], index: number, end: number): LinesBelow {
  const own = lines[index] ?? '';
  const below = lines.slice(index + 1, end);
  const isItem = bare(own) !== own.trim();
  const breaks = (line: string) =>
    /^\s*(?:$|>|```|~~~)/.test(line) || (isItem && /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(line));
  const last = below.findIndex(breaks);
  const paragraph = (last === -1 ? below : below.slice(0, last)).map((line) => line.trim());
  return { paragraph, all: below.join('\n') };
}

/** Whether `matters` picks any line, spoken or not. In linear time, and without the Markdown parser. */
export function mayBeSpoken(markdown: string, matters: (line: string) => boolean): boolean {
  return linesOf(markdown).some((line) => matters(bare(line)));
}

/** All lines but those that `matters` picks outside blocks of code, spoken or not. In linear time, and without the Markdown parser. */
export function unspoken(markdown: string, matters: (line: string) => boolean): string {
  let fence: string | null = null;
  const kept = linesOf(markdown).filter((line) => {
    const marker: string | undefined = FENCE.exec(line.trim())?.[0];
    if (fence === null && marker === undefined) return !matters(bare(line));
    if (fence === null) fence = marker ?? null;
    else if (marker?.startsWith(fence) && line.trim() === marker) fence = null;
    return true;
  });
  return kept.join('\n');
}

/** What opens or closes a block of code; with backticks behind it, it is code within a line. */
const FENCE = /^(?:`{3,}(?![^`]*`)|~{3,})/;

/** Items of a list are lines of their own; what is quoted is not. */
function bare(line: string): string {
  return line.trim().replace(/^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+/, '');
}

function linesOf(markdown: string): readonly string[] {
  return markdown.length > CHARACTERS ? [] : markdown.split(/\r\n|\n|\r/);
}

function isTame(lines: readonly string[]): boolean {
  if (lines.length > LINES) return false;
  const marks = lines.map((line) => /^[\s>*+\-\d.)]*/.exec(line)?.[0].replace(/[\s\d]/g, '').length ?? 0);
  // A ruler is no nesting.
  const nested = marks.filter(
    (count, index) => count > MARKS_A_LINE && !/^\s*([-*+])(?:\s*\1)*\s*$/.test(lines[index] ?? ''),
  );
  return nested.length === 0 && marks.filter((count) => count > 0).length <= MARKED_LINES;
}

/** Collects the 0-based lines of what nobody says as himself. */
function hide(node: Nodes, lines: readonly string[], hidden: Set<number>): void {
  const { type, position } = node;
  if (position === undefined) return;
  const { start, end } = position;
  if (type === 'code' || type === 'blockquote' || type === 'html') {
    for (let line = start.line; line <= end.line; line++) hidden.add(line - 1);
  } else if (type === 'paragraph' || type === 'heading') {
    const own = lines.slice(start.line - 1, end.line);
    hideInline([own[0]?.slice(start.column - 1) ?? '', ...own.slice(1)].join('\n'), start.line - 1, hidden);
  } else if ('children' in node) {
    for (const child of node.children) hide(child, lines, hidden);
  }
}

/** A line that only ends in code or HTML still begins as itself: `/planwright retry <task>` was not meant as a tag. */
function hideInline(text: string, firstLine: number, hidden: Set<number>): void {
  let line = firstLine;
  let at = 0;
  const pass = (until: number): void => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < until; next = text.indexOf('\n', at)) {
      line += 1;
      at = next + 1;
    }
  };
  for (const { start, end } of inlineSpans(text)) {
    pass(start);
    const from = line + 1;
    pass(end);
    for (let each = from; each <= line; each++) hidden.add(each);
  }
}
