import { neutralise } from './neutralise.ts';
import { shorten } from './shorten.ts';

/**
 * Markdown of agents and plans, harmless, at most `limit` UTF-16 code units. It must not be cut afterwards: where a cut
 * parts two backticks, what stood between them is no code any more.
 */
export function othersText(text: string, limit: number): string {
  return harmlessWithin(text, limit, neutralise);
}

/** The same as a quotation, which ends whatever the Markdown leaves open. */
export function quotation(text: string, limit: number): string {
  // Behind the sign a tab reaches less far and may indent no code any more, so it is looked at again in its place.
  return harmlessWithin(text, limit, (part) => {
    const lines = neutralise(part).trim().split('\n');
    return neutralise(lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n'));
  });
}

function harmlessWithin(text: string, limit: number, make: (part: string) => string): string {
  const trimmed = text.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
  if (trimmed === '') return '';
  for (let room = limit; room > 0; room = Math.floor(room / 2)) {
    const made = make(shorten(trimmed, room));
    if (made.length <= limit) return made;
  }
  return '';
}
