import { Lines } from '../streams/lines.ts';

/** The longest line that is kept, in UTF-16 code units: agents write whole files into one. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** What stands on a line. */
export type JsonLine =
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>> }
  /** No JSON object, or too long to be kept; `text` is its beginning. */
  | { readonly kind: 'noise'; readonly text: string };

/** Lines of JSON, those that are empty left out. */
export function jsonLines(onLine: (line: JsonLine) => void): Lines {
  return new Lines(LONGEST_LINE, (line, isWhole) => {
    if (line.trim() !== '') onLine(isWhole ? parse(line) : { kind: 'noise', text: line.slice(0, 200) });
  });
}

function parse(line: string): JsonLine {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { kind: 'json', value: value as Readonly<Record<string, unknown>> };
    }
  } catch {
    // Agents print notes between their events.
  }
  return { kind: 'noise', text: line.slice(0, 2_000) };
}
