import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { read, repositoryFiles } from './source_files.ts';

/** Where a test's source would stand: `tests/runner/git` is of `runner/git`, any other folder of one in `src`. */
function sourceFolderOf(test: string): string {
  const folder = posix.dirname(test).replace(/^tests\//, '');
  return folder === 'runner' || folder.startsWith('runner/') ? folder : `src/${folder}`;
}

/** The imported sources that bear a test's name and are of the same part (`src/core`, `src/github`, `runner`). */
function namesakesOf(test: string): readonly string[] {
  const part = /^(?:runner|src\/[^/]+)/.exec(sourceFolderOf(test))?.[0] ?? '';
  return [...read(test).matchAll(/\sfrom '(\.[^']+)'/g)]
    .map(([, target = '']) => posix.join(posix.dirname(test), target))
    .filter((file) => file.startsWith(`${part}/`) && posix.basename(file, '.ts') === posix.basename(test, '.test.ts'));
}

it('a test that bears the name of a source stands in a folder like that of the source', () => {
  const tests = repositoryFiles('tests').filter((file) => file.endsWith('.test.ts'));
  const misplaced = tests.filter((test) => {
    const namesakes = namesakesOf(test);
    return namesakes.length > 0 && !namesakes.some((file) => posix.dirname(file) === sourceFolderOf(test));
  });
  expect(misplaced).toEqual([]);
});
