import type { RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { planLimits } from '../limits.ts';
import type { ProblemList } from '../read/problems.ts';
import { atxHeading } from './atx_heading.ts';
import type { Block, Span } from './blocks.ts';
import { BLOCKS_ONLY } from './blocks_only.ts';
import { indentOf, markerOf, type Row } from './columns.ts';
import { readItem, spanOf } from './read_item.ts';
import { type Chunk, splitChunks } from './split_chunks.ts';

/** An underline inside an item makes no heading that matters, and looking for it takes the parser long. */
const itemsOnly = { disable: { null: [...BLOCKS_ONLY.disable.null, 'setextUnderline'] } };

/** Calls of the parser cost about as much as this many lines, so short chunks go together. */
const batchLines = 30;

/** Parses the lines of a document into its top-level blocks, in order. Never throws. */
export function readBlocks(lines: readonly string[], problems: ProblemList): Block[] {
  return batches(splitChunks(lines)).flatMap((chunk) => {
    const own = lines.slice(chunk.start, chunk.end);
    const text: Block = { kind: 'text', span: { start: chunk.start, end: chunk.end } };
    switch (chunk.kind) {
      case 'html':
        return [text];
      case 'fence':
        return /planwright/i.test(own[0] ?? '') ? parseChunk(chunk, own) : [text];
      case 'item':
      case 'other': {
        if (!own.some(mayMatter)) return [text];
        const fault = chunkFault(chunk, own);
        if (!fault) return parseChunk(chunk, own);
        problems.problem(fault.line, fault.code, fault.message, fault.mend);
        return [text];
      }
      default:
        return chunk.kind satisfies never;
    }
  });
}

function batches(chunks: readonly Chunk[]): Chunk[] {
  const together: Chunk[] = [];
  for (const chunk of chunks) {
    const last = together.at(-1);
    const alike = last?.kind === chunk.kind && (chunk.kind === 'item' || chunk.kind === 'other');
    if (last && alike && chunk.end - last.start <= batchLines)
      together[together.length - 1] = { ...last, end: chunk.end };
    else together.push(chunk);
  }
  return together;
}

/** Lines without any of these are text, whatever the parser would call them. */
function mayMatter(line: string): boolean {
  return /^ {0,3}(?:#|[-+*=~`]|__|\d)/.test(line);
}

function parseChunk(chunk: Chunk, own: readonly string[]): Block[] {
  const tree = fromMarkdown(own.join('\n'), { extensions: [chunk.kind === 'item' ? itemsOnly : BLOCKS_ONLY] });
  const rows = new Map<number, Row>(own.map((text, index) => [chunk.start + index, { text, column: 0 }]));
  return tree.children.flatMap((node) => readBlock(node, rows, chunk.start));
}

function readBlock(node: RootContent, rows: ReadonlyMap<number, Row>, offset: number): Block[] {
  const span = spanOf(node, offset);
  switch (node.type) {
    case 'heading':
      return [{ kind: 'heading', level: node.depth, text: headingText(rows, span), span }];
    case 'list':
      return node.children.map((child) => ({
        kind: 'item',
        item: readItem(child, rows, offset),
        span: spanOf(child, offset),
      }));
    case 'code':
      return node.lang?.toLowerCase() === 'planwright'
        ? [{ kind: 'settings', yaml: node.value, span }]
        : [{ kind: 'text', span }];
    case 'paragraph': {
      const bold = span.end - span.start === 1 ? boldLine(rows.get(span.start)?.text ?? '') : undefined;
      return [bold === undefined ? { kind: 'text', span } : { kind: 'heading', level: 7, text: bold, span }];
    }
    default:
      return [{ kind: 'text', span }];
  }
}

function headingText(rows: ReadonlyMap<number, Row>, span: Span): string {
  const first = (rows.get(span.start)?.text ?? '').trim();
  const atx = span.end - span.start === 1 ? atxHeading(first) : null;
  if (atx !== null) return atx;
  const texts: string[] = [];
  for (let line = span.start; line < span.end - 1; line++) texts.push((rows.get(line)?.text ?? '').trim());
  return texts.join(' ');
}

function boldLine(text: string): string | undefined {
  const match = /^(\*\*|__)(?=\S)(.+)(?<=\S)\1:?$/.exec(text.trim());
  const inner = match?.[2];
  return inner === undefined || inner.includes(match?.[1] ?? '') ? undefined : inner.replace(/:$/, '');
}

type Fault = { readonly line: number; readonly code: string; readonly message: string; readonly mend: string };

/** Refuses what would take the parser too long; see {@link planLimits}. */
function chunkFault(chunk: Chunk, own: readonly string[]): Fault | undefined {
  const open: number[] = [];
  let hasContainer = false;
  for (const [index, text] of own.entries()) {
    const indent = indentOf({ text, column: 0 });
    const markers = containersOf(text);
    if (markers === 0) continue;
    hasContainer = true;
    while (open.length > 0 && (open.at(-1) ?? 0) >= indent) open.pop();
    if (open.length + markers > planLimits.depth) {
      return {
        line: chunk.start + index + 1,
        code: 'too-deep',
        message: `The lists and quotes here are more than ${planLimits.depth} deep.`,
        mend: 'Flatten them.',
      };
    }
    open.push(indent);
  }
  if (!hasContainer || own.length <= planLimits.itemLines) return undefined;
  return {
    line: chunk.start + 1,
    code: 'too-large',
    message: `The item that begins here takes ${own.length} lines; the limit is ${planLimits.itemLines}.`,
    mend: 'Put long text into a file of the repository and name the file here.',
  };
}

/** Markers of lists and quotes at the front of the line. */
function containersOf(text: string): number {
  let row: Row = { text, column: 0 };
  let count = 0;
  while (count <= planLimits.depth) {
    const marker = markerOf(row);
    const quote = /^\s*>/.exec(row.text);
    if (marker) row = marker.content;
    else if (quote) row = { text: row.text.slice(quote[0].length), column: row.column + quote[0].length };
    else break;
    count += 1;
  }
  return count;
}
