import { z } from 'zod';

const Block = z.looseObject({ type: z.string(), text: z.string().optional() });
/** What a tool of an MCP server gives: blocks of content, and the same as data where it has that. */
const Result = z.looseObject({ content: z.array(Block), structuredContent: z.unknown().optional() });

/**
 * What a tool gave, as people read it: words as they are, of blocks of content the words and of each other block what it is,
 * anything else as JSON.
 */
export function toolText(given: unknown): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'string') return given;
  const { data } = Result.safeParse(Array.isArray(given) ? { content: given } : given);
  if (data === undefined) return JSON.stringify(given);
  if (data.content.length === 0 && data.structuredContent != null) return JSON.stringify(data.structuredContent);
  return data.content.map(({ type, text }) => text ?? `[${type}]`).join('\n');
}
