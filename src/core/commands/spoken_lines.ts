import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** GitHub takes no longer comments. */
const CHARACTERS = 65_536;
/**
 * The Markdown parser takes more than linear time for lists and quotes inside each other and for many of them. People who
 * command write neither, so a comment with more of them than this is read no further.
 */
const MARKS_A_LINE = 8;
const MARKED_LINES = 1_000;

/** Of what stands inside a line, only code and raw HTML matter here; the rest costs the parser most of its time. */
const BLOCKS_ALONE = {
  disable: {
    null: [
      'attention',
      'autolink',
      'characterReference',
      'definition',
      'hardBreakEscape',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
    ],
  },
};

/**
 * The lines of a comment that `matters` picks, without blanks around them, and that its author says as himself: outside code, quotes (with the
 * lines that a quote swallows) and raw HTML with its comments.
 */
export function spokenLines(markdown: string, matters: (line: string) => boolean): readonly string[] {
  if (markdown.length > CHARACTERS) return [];
  const lines = markdown.split(/\r\n|\n|\r/);
  const found = lines.flatMap((line, index) => (matters(line.trim()) ? [index] : []));
  if (found.length === 0 || !isTame(lines)) return [];
  const hidden = new Set<number>();
  hide(fromMarkdown(lines.join('\n'), { extensions: [BLOCKS_ALONE] }), hidden);
  return found.filter((index) => !hidden.has(index)).map((index) => lines[index]?.trim() ?? '');
}

function isTame(lines: readonly string[]): boolean {
  const marks = lines.map((line) => /^[\s>*+\-\d.)]*/.exec(line)?.[0].replace(/[\s\d]/g, '').length ?? 0);
  // A ruler is no nesting.
  const nested = marks.filter(
    (count, index) => count > MARKS_A_LINE && !/^\s*([-*+])(?:\s*\1)*\s*$/.test(lines[index] ?? ''),
  );
  return nested.length === 0 && marks.filter((count) => count > 0).length <= MARKED_LINES;
}

/** Collects the 0-based lines of what nobody says as himself. A line that only ends in code still begins as itself. */
function hide(node: Nodes, hidden: Set<number>): void {
  const { type, position } = node;
  const isHidden = type === 'code' || type === 'blockquote' || type === 'html' || type === 'inlineCode';
  if (isHidden && position !== undefined) {
    const from = type === 'inlineCode' ? position.start.line + 1 : position.start.line;
    for (let line = from; line <= position.end.line; line++) hidden.add(line - 1);
  } else if ('children' in node) {
    for (const child of node.children) hide(child, hidden);
  }
}
