import { dedent, indentOf, markerOf, type Row } from './columns.ts';

/** Consecutive lines that hold whole top-level blocks. */
export type Chunk = {
  /** 0-based. */
  readonly start: number;
  /** 0-based, exclusive. */
  readonly end: number;
};

/** What the lines up to here leave open at the top level. */
type Open =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'item'; readonly width: number }
  | { readonly kind: 'fence'; readonly sign: string; readonly length: number }
  | { readonly kind: 'html'; readonly until: RegExp };

const htmlStarts: readonly (readonly [RegExp, RegExp])[] = [
  [/^<!--/, /-->/],
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![A-Za-z]/, />/],
];
const blank = /^\s*$/;

/**
 * Cuts a document where a new top-level block certainly begins, so that each part can be parsed alone. The parser's
 * time grows faster than its input in places; parts bound it. Where it is not certain, it does not cut: the parser
 * decides within the part.
 */
export function splitChunks(lines: readonly string[]): Chunk[] {
  const cuts = [0];
  let open: Open = { kind: 'nothing' };
  let afterBlank = true;
  let cutNext = false;
  for (const [index, text] of lines.entries()) {
    const step = readLine({ text, column: 0 }, open, afterBlank);
    if ((step.cut || cutNext) && index > 0) cuts.push(index);
    open = step.open;
    cutNext = step.cutAfter;
    afterBlank = blank.test(text);
  }
  return cuts.map((start, index) => ({ start, end: cuts[index + 1] ?? lines.length }));
}

type Step = { readonly open: Open; readonly cut: boolean; readonly cutAfter: boolean };

function readLine(row: Row, open: Open, afterBlank: boolean): Step {
  const stay: Step = { open, cut: false, cutAfter: false };
  switch (open.kind) {
    case 'fence': {
      const closed = closesFence(row, open);
      return closed ? { open: { kind: 'nothing' }, cut: false, cutAfter: true } : stay;
    }
    case 'html':
      return open.until.test(row.text) ? { ...stay, open: { kind: 'nothing' } } : stay;
    case 'item': {
      const indent = indentOf(row);
      if (blank.test(row.text) || indent >= open.width || indent > 3) return stay;
      return startOfBlock(row, indent, true, afterBlank) ?? (afterBlank ? newText : stay);
    }
    case 'nothing': {
      const indent = indentOf(row);
      if (blank.test(row.text) || indent > 3) return stay;
      return startOfBlock(row, indent, false, afterBlank) ?? (afterBlank ? newText : stay);
    }
    default:
      return open satisfies never;
  }
}

const newText: Step = { open: { kind: 'nothing' }, cut: true, cutAfter: false };

/** The block that begins on this line whatever stands above it, or undefined when that is not certain. */
function startOfBlock(row: Row, indent: number, inItem: boolean, afterBlank: boolean): Step | undefined {
  const text = dedent(row, indent).text;
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(text);
  if (fence) {
    const run = fence[1] ?? fence[2] ?? '';
    return { open: { kind: 'fence', sign: run.charAt(0), length: run.length }, cut: true, cutAfter: false };
  }
  if (/^#{1,6}(?:[ \t]|$)/.test(text)) return { open: { kind: 'nothing' }, cut: true, cutAfter: true };
  if (text.startsWith('<')) return startOfHtml(text, afterBlank);
  if (/^([-*_])[ \t]*(?:\1[ \t]*){2,}$/.test(text)) {
    // Below a paragraph, `---` is its underline: no cut before it, in any case one after it.
    return { open: { kind: 'nothing' }, cut: inItem || afterBlank || !text.startsWith('-'), cutAfter: true };
  }
  const marker = markerOf(row);
  if (marker) {
    const certain = afterBlank || inItem || marker.interrupts;
    return certain
      ? { open: { kind: 'item', width: marker.width }, cut: !marker.empty || afterBlank, cutAfter: false }
      : undefined;
  }
  return undefined;
}

function startOfHtml(text: string, afterBlank: boolean): Step {
  const start = htmlStarts.find(([opening]) => opening.test(text));
  // Other tags reach to the next blank line, if they begin an HTML block at all.
  if (!start) return { open: { kind: 'html', until: blank }, cut: afterBlank, cutAfter: false };
  const closed = start[1].test(text);
  return { open: closed ? { kind: 'nothing' } : { kind: 'html', until: start[1] }, cut: true, cutAfter: closed };
}

function closesFence(row: Row, fence: { sign: string; length: number }): boolean {
  const indent = indentOf(row);
  const run = dedent(row, indent).text.trimEnd();
  return indent <= 3 && run.length >= fence.length && run === fence.sign.repeat(run.length);
}
