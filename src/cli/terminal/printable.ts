import { stripVTControlCharacters } from 'node:util';

/**
 * One line of text that a terminal only shows: plans, agents and branch names come from others, and an escape sequence
 * in them could move the cursor, retitle the window or turn text around.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .trim();
}
