import { expect, test } from 'vitest';
import { hiddenMarkup, hidingLines, withoutCode } from '../../../../src/core/plan/markdown/hidden_markup.ts';

test.each([
  ['a comment', 'src/a<!-- b -->.ts'],
  ['one that does not end', 'npm test <!-- b'],
  ['an instruction', 'echo <? b ?>'],
  ['a declaration', 'echo <!X b>'],
  ['character data', 'echo <![CDATA[ b ]]>'],
  ['a tag with something in it', 'echo <x y="; rm -rf ."> z'],
  ['the end of a tag', 'echo </x > z'],
  ['what a shell would take for redirections', "sh -c 'sort <in >out'"],
  ['the target of a link', 'node -e "[](evil())"'],
  ['a comment behind a backtick that is escaped', '\\`echo <!-- b --> `'],
  ['a comment behind two of which one is escaped', '\\`` a ` <!-- b --> `'],
  ['a comment between runs of backticks that do not match', '`` <!-- b --> `'],
  ['a comment behind code', '`a` <!-- b --> `c`'],
  ['a comment behind an address with a backtick', '<ab:`> <!-- b --> `'],
  ['a comment behind a comment with a backtick', '<!-- ` --> <!-- ` -->'],
])('%s is not shown: %j', (_name, text) => {
  expect(hiddenMarkup(text)).not.toEqual([]);
});

test.each([
  ["`grep '<!-- x -->' a.md`"],
  ['``a ` <b c="d"> [](e)``'],
  ['\\<!-- x -->'],
  ["sh -c 'cat <in.txt'"],
  ['test 1 < 2 > 1'],
  ['src/[ab]@(c)'],
  ['{a,b}/[ab].{ts,md}'],
])('%j is shown', (text) => {
  expect(hiddenMarkup(text)).toEqual([]);
});

test('tells the lines in which something begins', () => {
  const text = 'a `b\nc` <!-- d\ne -->\nf\n\n` <i>g</i> `\n\n`\n\n<u\n`>\n\n[h]: i';
  expect([...hidingLines(text)]).toEqual([1, 9, 12]);
});

test('what is escaped or in code gives way to a filler, lines and offsets stay', () => {
  expect(withoutCode('a `b\n\\` c \\`` d ```e` f')).toBe('a ..\n.. c ........... f');
});
