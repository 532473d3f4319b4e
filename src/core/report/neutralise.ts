import { codeRanges, openFence, type Placement } from './code_ranges.ts';
import { endTables } from './end_tables.ts';
import { fence } from './fence.ts';
import { shortenLine } from './shorten.ts';

/** Shows nothing and separates; GitHub keeps it. */
const SEPARATOR = '\u200B';

/** Each round changes less; a text that is made so that this takes longer is shown as code. */
const ROUNDS = 8;

/** Controls, and signs that turn the direction of what follows (they make text read as what it is not). */
const invisible = /[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** Also in code nothing may look like our hidden marks. */
const ourMark = /<!--(\s*planwright:)/g;

/**
 * Markdown of agents and plans, made harmless, reading the same: no mention notifies, no keyword closes an issue, no
 * image is loaded, raw HTML and comments show as what they are, definitions define nothing, and a fence left open is
 * closed. What GitHub shows as code stays as it is, for nothing acts there. Applying it again changes nothing.
 */
export function neutralise(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(invisible, (sign) => (/[\n\t]/.test(sign) ? sign : ''));
  const unmarked = endTables(lines).replace(ourMark, `<!--${SEPARATOR}$1`);
  return settle(unmarked, 'blocks') ?? fence(unmarked);
}

/** The same for what stands within one line: line breaks become blanks, and a backtick that opens nothing is escaped. */
export function neutraliseLine(text: string): string {
  const line = text
    .replace(ourMark, `<!--${SEPARATOR}$1`)
    .replace(/\s+/g, ' ')
    .replace(invisible, '')
    .replace(/ +/g, ' ')
    .trim();
  return settle(line, 'line') ?? line.replace(/[^\p{L}\p{N} .,-]/gu, '');
}

/** The most that is kept of an issue's title, in UTF-16 code units. */
const ISSUE_TITLE_LIMIT = 200;

/** An issue's title as it is kept with the plan: harmless and on one line. */
export function keptTitle(title: string): string {
  return shortenLine(neutraliseTitle(title), ISSUE_TITLE_LIMIT);
}

/**
 * A title, which GitHub shows as plain text and which may become a commit's first line: mentions and keywords do not act.
 * Numbers are separated rather than words, so that the type `fix:` stays one.
 */
export function neutraliseTitle(title: string): string {
  return title
    .replace(/\s+/g, ' ')
    .replace(invisible, '')
    .trim()
    .replace(mention, `@${SEPARATOR}`)
    .replace(/#(?=\d)/g, `#${SEPARATOR}`)
    .replace(closing, `$1${SEPARATOR}$2`);
}

function settle(text: string, placement: Placement): string | null {
  let before = text;
  for (let round = 0; round < ROUNDS; round++) {
    const after = defuse(before, placement);
    if (after === before) return after;
    before = after;
  }
  return null;
}

function defuse(text: string, placement: Placement): string {
  if (!/[@#&<![\]`~:]|GH-/i.test(text)) return text;
  let result = '';
  let at = 0;
  for (const { start, end } of codeRanges(text, placement)) {
    result += defuseProse(text.slice(at, start), placement) + text.slice(start, end);
    at = end;
  }
  result += defuseProse(text.slice(at), placement);
  const closing = placement === 'blocks' ? openFence(result) : null;
  return closing === null ? result : `${result.replace(/\n$/, '')}\n${closing}`;
}

const url = /(?:(?:https?|ftp):\/\/|www\.)[^\s<>]*/gi;
const mention = /(?<![A-Za-z0-9])@(?=[A-Za-z0-9_])/g;
const html = /(\\*)<(?!https?:\/\/[^\s<>`]*>)(?=[A-Za-z/!?])/g;
/** Written as its code, a sign would pass all other checks. Those that cannot make anything act stay. */
const entity = /(\\*)&(?!(?:amp|lt|gt|quot|apos|#96);)(?=#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)/g;
/** GitHub's keywords before anything that may be a reference to an issue, whatever punctuation is between. */
const closing =
  /(?<![A-Za-z0-9])(c|f|r)(lose[sd]?|ix(?:e[sd])?|esolve[sd]?)(?=[^A-Za-z0-9]{0,20}(?:#\d|GH-\d|[\w.-]{1,100}\/[\w.-]{1,100}#\d|https?:))/gi;

function defuseProse(prose: string, placement: Placement): string {
  const safe = prose
    .replace(html, (_, slashes: string) => `${unescaping(slashes)}&lt;`)
    .replace(entity, (_, slashes: string) => `${unescaping(slashes)}&amp;`)
    .replace(/!+\[\]\(/g, '[image](')
    .replace(/!+\[/g, '[')
    .replaceAll(']:', ']\\:')
    .replace(url, (address) => address.replace(mention, '%40'))
    .replace(mention, `@${SEPARATOR}`)
    .replace(closing, `$1${SEPARATOR}$2`);
  return placement === 'line' ? safe.replace(/(\\*)`/g, (_, slashes: string) => `${unescaping(slashes)}&#96;`) : safe;
}

/**
 * Backslashes before a sign that is written as its code now: the one that escaped it goes. It must not be relied on
 * instead, for an address that GitHub links by itself swallows it.
 */
function unescaping(slashes: string): string {
  return slashes.length % 2 === 1 ? slashes.slice(1) : slashes;
}
