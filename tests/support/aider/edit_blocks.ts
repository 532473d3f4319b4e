import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const BLOCK = /^(\S.*)\n```\w*\n<{7} SEARCH\n([\s\S]*?)={7}\n([\s\S]*?)>{7} REPLACE\n```$/gm;

/**
 * Carries out the search/replace blocks of an answer, in this folder.
 *
 * @returns the files that were edited
 * @throws Error where an answer begins a block and does not end it, or searches for what is not there
 */
export function applyEdits(answer: string): readonly string[] {
  const edited: string[] = [];
  for (const [, path = '', search = '', replace = ''] of answer.matchAll(BLOCK)) {
    const before = search === '' ? '' : readFileSync(path, 'utf8');
    if (!before.includes(search)) throw new Error(`SearchReplaceNoExactMatch: ${path}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      before.replace(search, () => replace),
    );
    edited.push(path);
  }
  if (edited.length === 0 && answer.includes('<<<<<<< SEARCH')) throw new Error('Expected `>>>>>>> REPLACE`');
  return [...new Set(edited)];
}
