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
    else if (node.type === 'inlineCode' && !isCut(text, range)) ranges.push(range);
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
  const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
  const closed = lines.length > 1 && closing.startsWith(bar);
  return closed ? null : bar;
}

/** How far back an address is looked for, in UTF-16 code units. */
const ADDRESS_LIMIT = 4_000;

/** An address that GitHub links by itself reaches up to the next blank, also over backticks. */
const addressBefore = /(?:(?:https?|ftp):\/\/|www\.|mailto:|xmpp:)[^\s<]*$/i;

/** A table is cut into cells before code is looked for, and a line that begins a tag or a footnote ends what stands above. */
function isCut(text: string, { start, end }: Range): boolean {
  const inside = text.slice(start, end);
  if (addressBefore.test(text.slice(Math.max(0, start - ADDRESS_LIMIT), start))) return true;
  return /\n[ \t>]*(?:<|\[\^)/.test(inside) || (/[|\n]/.test(inside) && tableRule.test(text));
}

function rangeOf(node: Nodes): Range {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
