import { shorten } from './shorten.ts';

/** A part of a text. The lower `worth`, the earlier it gives way; `whole` parts go rather than being cut. */
export type Section = { readonly text: string; readonly worth: number; readonly whole?: true };

const BETWEEN = '\n\n';

/** Less than this of a section tells nobody anything. */
const LEAST = 120;

/** The sections one below another within `limit` UTF-16 code units; what is worth least is shortened first. */
export function fitSections(sections: readonly Section[], limit: number): string {
  const texts = sections.map(({ text }) => text.trim());
  const lengthOf = () => join(texts).length;
  const byWorth = sections.map((section, index) => ({ ...section, index })).sort((a, b) => a.worth - b.worth);
  for (const { index, whole } of byWorth) {
    const over = lengthOf() - limit;
    if (over <= 0) break;
    const text = texts[index] ?? '';
    const room = text.length - over;
    texts[index] = whole || room < LEAST ? '' : shorten(text, room);
  }
  return shorten(join(texts), limit);
}

function join(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(BETWEEN);
}
