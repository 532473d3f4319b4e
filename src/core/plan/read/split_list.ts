/**
 * Splits at `separator` where it stands outside backticks, quotes and brackets. With a quote that stays open, quotes
 * do not count: `bob's` is a word.
 */
export function splitOutside(text: string, separator: ';' | ','): string[] {
  return splitWith(text, separator, '`"\'') ?? splitWith(text, separator, '`') ?? text.split(separator);
}

function splitWith(text: string, separator: string, quotes: string): string[] | undefined {
  const parts: string[] = [];
  let quote = '';
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (quotes.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  if (quote !== '') return undefined;
  parts.push(text.slice(start));
  return parts;
}

/** Takes backticks off a value that stands in them as a whole. */
export function unticked(text: string): string {
  const trimmed = text.trim();
  const inner = /^(`+)([^`]+)\1$/.exec(trimmed);
  return inner?.[2]?.trim() ?? trimmed;
}
