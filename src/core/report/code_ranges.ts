import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A part of a text by UTF-16 units, `end` exclusive. */
export type Range = { readonly start: number; readonly end: number };

/** Where a text stands: `blocks` by itself, `line` behind something on the same line, where no block can begin. */
export type Placement = 'blocks' | 'line';

/** HTML, autolinks in angle brackets and definitions are escaped in what is written; emphasis hides no code. */
const escapedAnyway = ['attention', 'autolink', 'definition', 'htmlFlow', 'htmlText'];
const ofBlocks = ['blockQuote', 'codeFenced', 'codeIndented', 'headingAtx', 'list', 'setextUnderline', 'thematicBreak'];

/** A line of dashes, pipes and colons, by which GitHub knows a table. */
const tableRule = /^[ \t>|:-]*-[ \t>|:-]*$/m;

/** What GitHub shows as code, once HTML and definitions are escaped: mentions and references do not act in there. */
export function codeRanges(text: string, placement: Placement): readonly Range[] {
  const off = placement === 'line' ? [...escapedAnyway, ...ofBlocks] : escapedAnyway;
  const tree = fromMarkdown(text, { extensions: [{ disable: { null: off } }] });
  const ranges: Range[] = [];
  const visit = (node: Nodes): void => {
    const range = rangeOf(node);
    if (node.type === 'code') ranges.push(range);
    else if (node.type === 'inlineCode' && !cutByTable(text, range)) ranges.push(range);
    else if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return ranges;
}

/** The line that closes the fence which the text leaves open at its end; null where it leaves none. */
export function openFence(text: string): string | null {
  const tree = fromMarkdown(text, { extensions: [{ disable: { null: escapedAnyway } }] });
  const last = tree.children.at(-1);
  if (last?.type !== 'code') return null;
  const { start, end } = rangeOf(last);
  const lines = text.slice(start, end).split(/\r\n|\n|\r/);
  const bar = /^(?:`{3,}|~{3,})/.exec(lines[0] ?? '')?.[0];
  if (bar === undefined) return null;
  const closing = (lines.at(-1) ?? '').trim();
  const closed = lines.length > 1 && closing.length >= bar.length && closing === bar.charAt(0).repeat(closing.length);
  return closed ? null : bar;
}

/** A table is cut into cells before code is looked for. */
function cutByTable(text: string, { start, end }: Range): boolean {
  return text.slice(start, end).includes('|') && tableRule.test(text);
}

function rangeOf(node: Nodes): Range {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
