import { dedent, indentOf, markerOf, type Row } from './columns.ts';

/** Consecutive lines that hold whole top-level blocks. */
export type Chunk = {
  /** 0-based. */
  readonly start: number;
  /** 0-based, exclusive. */
  readonly end: number;
  /** What the first line begins: `item` and what hangs on it, one whole `fence` or `html` block, or anything else. */
  readonly kind: 'item' | 'fence' | 'html' | 'other';
};

/** What the lines up to here leave open at the top level. */
type Open =
  | { readonly kind: 'nothing' }
  /** `lazy` since a line that may be text of the item or a paragraph below it, which ends the item. */
  | { readonly kind: 'item'; readonly width: number; readonly lazy?: boolean }
  | { readonly kind: 'fence'; readonly sign: string; readonly length: number }
  | { readonly kind: 'html'; readonly until: RegExp; readonly end: string }
  /** A block that is in an item or below it: where it ends cannot be told, so nothing is cut any more. */
  | { readonly kind: 'uncertain' };

const htmlStarts: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^<!--/, /-->/, '-->'],
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</pre>'],
  [/^<\?/, /\?>/, '?>'],
  [/^<!\[CDATA\[/, /\]\]>/, ']]>'],
  [/^<![A-Za-z]/, />/, '>'],
];
/** Tags that begin a block of HTML even below a paragraph: section 4.6 of CommonMark 0.31, start condition 6. */
const blockTags =
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s>]|\/>|$)/i;
/** A whole tag on a line of its own: start condition 7, not below a paragraph. */
const loneTag =
  /^(?:<[a-z][a-z0-9-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[a-z][a-z0-9-]*\s*>)\s*$/i;
const longestTag = 1_000;
const blank = /^\s*$/;

/**
 * Cuts a document where a new top-level block certainly begins, so that each part can be parsed alone. The parser's
 * time grows faster than its input in places; parts bound it. Where it is not certain, it does not cut: the parser
 * decides within the part.
 */
export function splitChunks(lines: readonly string[]): Chunk[] {
  return scan(lines).chunks;
}

/** The line that closes the fence or HTML block that the text leaves open; undefined where it leaves none. */
export function closingLine(lines: readonly string[]): string | undefined {
  return closingLines(lines).at(-1);
}

/** The same for each beginning of the text: what closes the first line, the first two, and so on. Each line is read once. */
export function closingLines(lines: readonly string[]): readonly (string | undefined)[] {
  const closings: (string | undefined)[] = [];
  let before: Open = { kind: 'nothing' };
  for (const open of scan(lines).opens) {
    // What stays open is closed by one and the same text, however long it is.
    closings.push(open === before ? closings.at(-1) : closingOf(open));
    before = open;
  }
  return closings;
}

function closingOf(open: Open): string | undefined {
  if (open.kind === 'fence') return open.sign.repeat(open.length);
  return open.kind === 'html' && open.end !== '' ? open.end : undefined;
}

/** `opens`: what each line leaves open. */
function scan(lines: readonly string[]): { readonly chunks: Chunk[]; readonly opens: readonly Open[] } {
  const cuts: { start: number; kind: Chunk['kind'] }[] = [{ start: 0, kind: 'other' }];
  const opens: Open[] = [];
  let open: Open = { kind: 'nothing' };
  let fresh = true;
  let cutNext = false;
  for (const [index, text] of lines.entries()) {
    const step = readLine({ text, column: 0 }, open, fresh);
    if (step.cut || cutNext) {
      if (index === 0) cuts.pop();
      cuts.push({ start: index, kind: step.cut ? (step.kind ?? 'other') : 'other' });
    }
    open = step.open;
    opens.push(open);
    cutNext = step.cutAfter;
    fresh = blank.test(text) || cutNext;
  }
  return { chunks: cuts.map((cut, index) => ({ ...cut, end: cuts[index + 1]?.start ?? lines.length })), opens };
}

type Step = {
  readonly open: Open;
  readonly cut: boolean;
  readonly cutAfter: boolean;
  /** Of the chunk that a cut begins; `other` where absent. */
  readonly kind?: Chunk['kind'];
};

/** `fresh` where no paragraph can be open: after a blank line or a finished block. */
function readLine(row: Row, open: Open, fresh: boolean): Step {
  const stay: Step = { open, cut: false, cutAfter: false };
  switch (open.kind) {
    case 'fence': {
      const closed = closesFence(row, open);
      return closed ? { open: { kind: 'nothing' }, cut: false, cutAfter: true } : stay;
    }
    case 'html':
      if (!open.until.test(row.text)) return stay;
      return { open: { kind: 'nothing' }, cut: false, cutAfter: open.until !== blank };
    case 'item': {
      const indent = indentOf(row);
      if (blank.test(row.text) || indent > 3) return stay;
      if (indent >= open.width) return open.lazy && opensBlock(row, indent, fresh) ? uncertain : stay;
      const step = startOfBlock(row, indent, open.lazy !== true, fresh);
      if (step) return step;
      return fresh ? newText : { ...stay, open: { ...open, lazy: true } };
    }
    case 'uncertain':
      return stay;
    case 'nothing': {
      const indent = indentOf(row);
      if (blank.test(row.text) || indent > 3) return stay;
      return startOfBlock(row, indent, false, fresh) ?? (fresh ? newText : stay);
    }
    default:
      return open satisfies never;
  }
}

const uncertain: Step = { open: { kind: 'uncertain' }, cut: false, cutAfter: false };
const newText: Step = { open: { kind: 'nothing' }, cut: true, cutAfter: false };

/** The block that begins on this line whatever stands above it, or undefined when that is not certain. */
function startOfBlock(row: Row, indent: number, inItem: boolean, fresh: boolean): Step | undefined {
  const text = dedent(row, indent).text;
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(text);
  if (fence) {
    const run = fence[1] ?? fence[2] ?? '';
    return {
      open: { kind: 'fence', sign: run.charAt(0), length: run.length },
      cut: true,
      cutAfter: false,
      kind: 'fence',
    };
  }
  if (/^#{1,6}(?:[ \t]|$)/.test(text)) return { open: { kind: 'nothing' }, cut: true, cutAfter: true };
  if (text.startsWith('>')) return newText;
  if (text.startsWith('<')) return startOfHtml(text, fresh);
  if (/^([-*_])[ \t]*(?:\1[ \t]*){2,}$/.test(text)) {
    // Below a paragraph, `---` is its underline: no cut before it, in any case one after it.
    return { open: { kind: 'nothing' }, cut: inItem || fresh || !text.startsWith('-'), cutAfter: true };
  }
  // An underline ends its heading. Where it is text instead, two paragraphs for one do no harm.
  if (!inItem && !fresh && /^=+[ \t]*$/.test(text)) {
    return { open: { kind: 'nothing' }, cut: false, cutAfter: true };
  }
  const marker = markerOf(row);
  if (marker) {
    const certain = fresh || inItem || marker.interrupts;
    return certain
      ? { open: { kind: 'item', width: marker.width }, cut: !marker.empty || fresh, cutAfter: false, kind: 'item' }
      : undefined;
  }
  return undefined;
}

/** Whether a block begins on this line that goes on over further lines whatever they are. */
function opensBlock(row: Row, indent: number, fresh: boolean): boolean {
  const open = startOfBlock(row, indent, false, fresh)?.open.kind;
  return open === 'fence' || open === 'html';
}

function startOfHtml(text: string, fresh: boolean): Step | undefined {
  const start = htmlStarts.find(([opening]) => opening.test(text));
  if (start) {
    const closed = start[1].test(text);
    const open: Open = closed ? { kind: 'nothing' } : { kind: 'html', until: start[1], end: start[2] };
    return { open, cut: true, cutAfter: closed, kind: 'html' };
  }
  const lone = fresh && text.length <= longestTag && loneTag.test(text);
  return blockTags.test(text) || lone
    ? { open: { kind: 'html', until: blank, end: '' }, cut: true, cutAfter: false }
    : undefined;
}

function closesFence(row: Row, fence: { sign: string; length: number }): boolean {
  const indent = indentOf(row);
  const run = dedent(row, indent).text.trimEnd();
  return indent <= 3 && run.length >= fence.length && run === fence.sign.repeat(run.length);
}
