/** A part of a text in which nobody speaks, from `start` to before `end`: code, or raw HTML with its comments. */
export type InlineSpan = { readonly start: number; readonly end: number };

/** What goes on until `end`, whatever stands between. `after`: how many characters in the end may begin. */
const UNTIL = [
  { opening: /<!--/y, after: 2, end: '-->' },
  { opening: /<\?/y, after: 2, end: '?>' },
  { opening: /<!\[CDATA\[/y, after: 9, end: ']]>' },
  { opening: /<![A-Za-z]/y, after: 3, end: '>' },
] as const;
const TAG =
  /<(?:\/[A-Za-z][A-Za-z0-9-]*[ \t\n]*|[A-Za-z][A-Za-z0-9-]*(?:[ \t\n]+[A-Za-z_:][A-Za-z0-9_.:-]*(?:[ \t\n]*=[ \t\n]*(?:[^ \t\n"'=<>`]+|'[^']*'|"[^"]*"))?)*[ \t\n]*\/?)>/y;
/** An address in angle brackets, of a page or of mail; backticks in it begin no code. */
const ADDRESS =
  /<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[!-;=?-~\u0080-\uffff]*|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>/y;
const ESCAPED = /\\[!-/:-@[-`{-~]/y;

/**
 * Code and raw HTML among the inline content of one block, in order, by the rules of CommonMark 0.31. The Markdown parser
 * searches the rest of the block anew for each beginning that has no end; this takes linear time whatever the text.
 */
export function inlineSpans(text: string): readonly InlineSpan[] {
  const spans: InlineSpan[] = [];
  const closing = closingTicks(text);
  const ends = new Map<string, number>();
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\') at = match(ESCAPED, text, at) ?? at + 1;
    else if (character === '`') {
      const ticks = match(/`+/y, text, at) ?? at + 1;
      const end = closing(at, ticks - at);
      if (end !== null) spans.push({ start: at, end });
      at = end ?? ticks;
    } else if (character === '<') {
      const address = match(ADDRESS, text, at);
      const end = address === null ? endOfHtml(text, at, ends) : null;
      if (end !== null) spans.push({ start: at, end });
      at = address ?? end ?? at + 1;
    } else at += 1;
  }
  return spans;
}

/** Where the match ends that begins here; null: none does. */
function match(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Finds the end of the code that so many backticks open. Asked from left to right, each run of backticks is passed once. */
function closingTicks(text: string): (opening: number, length: number) => number | null {
  const runs = new Map<number, number[]>();
  for (const { 0: ticks, index } of text.matchAll(/`+/g)) {
    const alike = runs.get(ticks.length);
    if (alike === undefined) runs.set(ticks.length, [index]);
    else alike.push(index);
  }
  for (const alike of runs.values()) alike.reverse();
  return (opening, length) => {
    const alike = runs.get(length) ?? [];
    while ((alike.at(-1) ?? Number.POSITIVE_INFINITY) <= opening) alike.pop();
    const found = alike.at(-1);
    return found === undefined ? null : found + length;
  };
}

/** `ends`: where the next of each end stands, so that none is searched for twice. */
function endOfHtml(text: string, at: number, ends: Map<string, number>): number | null {
  const kind = UNTIL.find(({ opening }) => match(opening, text, at) !== null);
  if (kind === undefined) return match(TAG, text, at);
  const from = at + kind.after;
  let found = ends.get(kind.end) ?? -1;
  if (found < from) {
    const next = text.indexOf(kind.end, from);
    found = next === -1 ? Number.POSITIVE_INFINITY : next;
    ends.set(kind.end, found);
  }
  return Number.isFinite(found) ? found + kind.end.length : null;
}
