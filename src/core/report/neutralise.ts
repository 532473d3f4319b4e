import { CLOSING, INVISIBLE, MENTION, SEPARATOR } from '../../text/harmless.ts';
import { withoutSecretShapes } from '../../text/secret_shapes.ts';
import { fence } from '../text/fence.ts';
import { neutraliseTitle } from '../text/neutralise_title.ts';
import { codeRanges, openFence, type Placement } from './code_ranges.ts';
import { endTables } from './end_tables.ts';
import { shortenLine } from './shorten.ts';

/** Each round changes less; a text that is made so that this takes longer is shown as code. */
const ROUNDS = 8;

/** Also in code nothing may look like our hidden marks. */
const ourMark = /<!--(\s*planwright:)/g;

/**
 * Markdown of agents and plans, made harmless, reading the same: no mention notifies, no keyword closes an issue, no
 * image is loaded, raw HTML and comments show as what they are, definitions define nothing, and a fence left open is
 * closed. What looks like a token is left out, also where people wrote it. What GitHub shows as code stays as it is, for nothing acts there. Applying it again changes nothing.
 */
export function neutralise(text: string): string {
  const shown = withoutSecretShapes(text);
  const lines = shown.replace(/\r\n?/g, '\n').replace(INVISIBLE, (sign) => (/[\n\t]/.test(sign) ? sign : ''));
  const unmarked = endTables(lines).replace(ourMark, `<!--${SEPARATOR}$1`);
  return settle(unmarked, 'blocks') ?? fence(unmarked);
}

/** The same for what stands within one line: line breaks become blanks, and a backtick that opens nothing is escaped. */
export function neutraliseLine(text: string): string {
  const line = withoutSecretShapes(text)
    .replace(ourMark, `<!--${SEPARATOR}$1`)
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
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
const html = /(\\*)<(?!https?:\/\/[^\s<>`]*>)(?=[A-Za-z/!?])/g;
/** Written as its code, a sign would pass all other checks. Those that cannot make anything act stay. */
const entity = /(\\*)&(?!(?:amp|lt|gt|quot|apos|#96);)(?=#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)/g;
function defuseProse(prose: string, placement: Placement): string {
  const safe = prose
    .replace(html, (_, slashes: string) => `${unescaping(slashes)}&lt;`)
    .replace(entity, (_, slashes: string) => `${unescaping(slashes)}&amp;`)
    .replace(/!+\[\]\(/g, '[image](')
    .replace(/!+\[/g, '[')
    .replaceAll(']:', ']\\:')
    .replace(url, (address) => address.replace(MENTION, '%40'))
    .replace(MENTION, `@${SEPARATOR}`)
    .replace(CLOSING, `$1${SEPARATOR}$2`);
  return placement === 'line' ? safe.replace(/(\\*)`/g, (_, slashes: string) => `${unescaping(slashes)}&#96;`) : safe;
}

/**
 * Backslashes before a sign that is written as its code now: the one that escaped it goes. It must not be relied on
 * instead, for an address that GitHub links by itself swallows it.
 */
function unescaping(slashes: string): string {
  return slashes.length % 2 === 1 ? slashes.slice(1) : slashes;
}
