import { expect, test } from 'vitest';
import { unspoken } from '../../../src/core/commands/spoken_lines.ts';

const isCommand = (line: string) => line.startsWith('/');

test.each([
  ['lines that look like commands are left out', 'a\n/b\n- /c\nd', 'a\nd'],
  [
    'also between blocks of code',
    '```\n/a\n```\n/b\n~~~~ sh\n/c\n~~~\n/d\n~~~~\n/e',
    '```\n/a\n```\n~~~~ sh\n/c\n~~~\n/d\n~~~~',
  ],
  ['but not in one', 'write:\n\n```sh\n/a\n```\n\nso', 'write:\n\n```sh\n/a\n```\n\nso'],
  ['code within a line begins none', '```a``` first\n/b\nc', '```a``` first\nc'],
])('%s', (_, comment, rest) => {
  expect(unspoken(comment, isCommand)).toBe(rest);
});
