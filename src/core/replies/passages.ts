import { visibleText } from '../../text/visible_text.ts';
import { beginsSignature, beginsUnmarkedQuote, isAttribution, isOfProgram, withoutClosing } from './mail_lines.ts';

/** A stretch of a comment: lines of somebody else, and what the writer says below them. */
export type Passage = {
  /** Without the marks of quoting. */
  readonly quoted: readonly string[];
  /** Right below the quoted lines, without a blank line between: Markdown shows these as quoted too. */
  readonly attached: readonly string[];
  readonly said: readonly string[];
};

/** GitHub takes no longer comments. */
const CHARACTERS = 65_536;
/** Mail programs break the line above a quote into so many at most. */
const BROKEN_INTO = 3;

type Open = { readonly quoted: string[]; readonly attached: string[]; readonly said: string[] };

/**
 * Cuts a comment, which may have come by e-mail, into what is quoted and what its writer says, in their order. What mail programs
 * and GitHub add is left out, and so is what nobody sees, signatures and closings. In linear time.
 */
export function passagesOf(comment: string): readonly Passage[] {
  if (comment.length > CHARACTERS) return [];
  const lines = visibleText(comment).text.split(/\r\n|\n|\r/);
  const passages: Open[] = [];
  let current = open(passages);
  let inSignature = false;
  let fence: string | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    const ticks = /^(?:`{3,}|~{3,})/.exec(line)?.[0] ?? null;
    if (fence !== null || (ticks !== null && !inSignature)) {
      if (fence === null) fence = ticks;
      else if (ticks?.startsWith(fence)) fence = null;
      current.said.push(lines[at] ?? '');
      continue;
    }
    if (beginsUnmarkedQuote(lines, at)) {
      open(passages).quoted.push(...lines.slice(at).map(unmarked));
      break;
    }
    const attribution = attributionLines(lines, at);
    if (attribution > 0) {
      inSignature = false;
      at += attribution - 1;
      if (quoteFollows(lines, at)) continue;
      // No line below is marked, so all of it is quoted.
      open(passages).quoted.push(...lines.slice(at + 1).map(unmarked));
      break;
    }
    if (line.startsWith('>')) {
      inSignature = false;
      if (current.said.some((said) => said.trim() !== '') || current.attached.length > 0) current = open(passages);
      current.said.length = 0;
      current.quoted.push(unmarked(line));
    } else if (beginsSignature(lines[at] ?? '')) inSignature = true;
    else if (!inSignature && !isOfProgram(line) && line !== '—') place(current, lines[at] ?? '', lines[at - 1] ?? '');
  }
  return passages.map(({ quoted, attached, said }) => ({ quoted, attached, said: trimmed(withoutClosing(said)) }));
}

function open(passages: Open[]): Open {
  const passage: Open = { quoted: [], attached: [], said: [] };
  passages.push(passage);
  return passage;
}

/** A line that is not marked, and stands below a marked one without a blank line, is what Markdown shows as quoted too. */
function place({ quoted, attached, said }: Open, line: string, above: string): void {
  const goesOn = said.length === 0 && quoted.length > 0 && line.trim() !== '' && above.trim() !== '';
  if (goesOn) attached.push(line.trim());
  else said.push(line);
}

/** How many lines from here stand above a quote; 0: none does. */
function attributionLines(lines: readonly string[], at: number): number {
  const first = (lines[at] ?? '').trim();
  if (first === '' || first.startsWith('>')) return 0;
  let joined = '';
  for (let count = 1; count <= BROKEN_INTO; count++) {
    const line = (lines[at + count - 1] ?? '').trim();
    // An address that was broken may leave its end as what looks like a mark.
    const isBroken = joined.lastIndexOf('<') > joined.lastIndexOf('>');
    if (line === '' || (line.startsWith('>') && !isBroken)) return 0;
    joined = `${joined} ${line}`.trim();
    if (/[:：]$/u.test(line)) return isAttribution(joined, quoteFollows(lines, at + count - 1)) ? count : 0;
  }
  return 0;
}

/** Whether the next line that holds anything is marked as quoted. */
function quoteFollows(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at + 1, at + 4).find((line) => line.trim() !== '');
  return next?.trim().startsWith('>') ?? false;
}

function unmarked(line: string): string {
  return line.replace(/^[>\s]+/, '').trimEnd();
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}
