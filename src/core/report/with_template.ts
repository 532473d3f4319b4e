import { findMarker } from './markers.ts';
import { GITHUB_TEXT_LIMIT, shorten } from './shorten.ts';

/** Headings below which a template asks for what a change is. */
const asksForDescription =
  /^(?:description|describe|summary|overview|what|changes?|proposed changes?|motivation|purpose|about|context|details|why)\b/i;

const heading = /^#{1,6}[ \t]+(.*?)[ \t]*#*$/;

/** A template longer than this is cut: the text is what people came for. */
const TEMPLATE_LIMIT = 20_000;

/**
 * The text in the repository's own template for pull requests: below the heading that asks for a description, in place of
 * the hints there. The template's checklists stay, with no box ticked, for nobody has gone through them. A template
 * without such a heading follows the text below a rule. A marker stays on the last line.
 */
export function withTemplate(body: string, template: string): string {
  const { text, marker } = takeMarker(body);
  const form = unticked(shorten(template.replace(/\r\n?/g, '\n').trim(), TEMPLATE_LIMIT));
  const room = GITHUB_TEXT_LIMIT - marker.length - form.length - 16;
  const ours = shorten(text, room);
  if (form === '') return `${ours}${marker}`;
  const { before, after } = placeFor(form.split('\n'));
  const parts = before === null ? [ours, '---', after] : [before, ours, after];
  return `${parts.filter((part) => part !== '').join('\n\n')}${marker}`;
}

function takeMarker(body: string): { readonly text: string; readonly marker: string } {
  const trimmed = body.trimEnd();
  const at = trimmed.lastIndexOf('\n') + 1;
  const last = trimmed.slice(at);
  const isMarker = at > 0 && findMarker(last) !== null;
  return isMarker ? { text: trimmed.slice(0, at).trimEnd(), marker: `\n\n${last}` } : { text: trimmed, marker: '' };
}

/** What stands before and after the place that asks for a description; `before` null: there is no such place. */
function placeFor(lines: readonly string[]): { readonly before: string | null; readonly after: string } {
  const open = outsideCode(lines);
  const isHeading = (index: number) => open[index] === true && heading.test(lines[index] ?? '');
  const asks = lines.findIndex((line, index) => isHeading(index) && asksForDescription.test(nameOf(line)));
  if (asks < 0) return { before: null, after: lines.join('\n') };
  const next = lines.findIndex((_, index) => index > asks && isHeading(index));
  const section = lines.slice(asks + 1, next < 0 ? lines.length : next);
  const kept = section.filter((line) => /^\s*[-*+] \[[ xX]\]/.test(line));
  const after = [kept.join('\n'), next < 0 ? '' : lines.slice(next).join('\n')].filter((part) => part !== '');
  return { before: lines.slice(0, asks + 1).join('\n'), after: after.join('\n\n') };
}

function nameOf(line: string): string {
  return (heading.exec(line)?.[1] ?? '').replace(/^[^\p{L}]+/u, '');
}

function unticked(template: string): string {
  const lines = template.split('\n');
  const open = outsideCode(lines);
  return lines
    .map((line, index) => (open[index] ? line.replace(/^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[[xX]\]/, '$1[ ]') : line))
    .join('\n');
}

/** Which lines stand neither in a fence nor in a comment. */
function outsideCode(lines: readonly string[]): readonly boolean[] {
  let fence: string | null = null;
  let comment = false;
  return lines.map((line) => {
    const bar = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (bar?.startsWith(fence)) fence = null;
      return false;
    }
    if (!comment && bar !== null) {
      fence = bar;
      return false;
    }
    const inside = comment;
    comment = (comment || line.includes('<!--')) && line.lastIndexOf('-->') <= line.lastIndexOf('<!--');
    return !inside && !line.trimStart().startsWith('<!--');
  });
}
