import { describe, expect, test } from 'vitest';
import { codeRanges } from '../../../src/core/report/code_ranges.ts';
import { cell, tableRow } from '../../../src/core/report/inline_text.ts';
import { neutralise, neutraliseLine } from '../../../src/core/report/neutralise.ts';
import { othersText, quotation } from '../../../src/core/report/others_text.ts';
import { neutraliseTitle } from '../../../src/core/text/neutralise_title.ts';
import fc from '../../support/fast_check.ts';
import { processorMs } from '../../support/processor_ms.ts';

const Z = '\u200B';
const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

test('shows nothing that looks like a token', () => {
  expect(neutralise(`Use it:\n\n\`\`\`\n${TOKEN}\n\`\`\``)).toBe('Use it:\n\n```\n[secret]\n```');
  expect(neutraliseLine(`the token is ${TOKEN}.`)).toBe('the token is [secret].');
});

describe('reads the same and does not act', () => {
  test.each([
    ['closes #12', `c${Z}loses #12`],
    ['Fixes: #12', `F${Z}ixes: #12`],
    ['resolved acme/web#3', `r${Z}esolved acme/web#3`],
    ['FIX GH-7', `F${Z}IX GH-7`],
    ['close https://github.com/acme/web/issues/1', `c${Z}lose https://github.com/acme/web/issues/1`],
    ['**Fixes** #1', `**F${Z}ixes** #1`],
    ['fixes\n#1', `f${Z}ixes\n#1`],
    ['fixes &#35;1', 'fixes &amp;#35;1'],
    ['@bob and @acme/core', `@${Z}bob and @${Z}acme/core`],
    ['_@bob_', `_@${Z}bob_`],
    ['\\@bob', `\\@${Z}bob`],
    ['&commat;bob', '&amp;commat;bob'],
    ['https://x.example/@bob', 'https://x.example/%40bob'],
    ['<details><summary>', '&lt;details>&lt;summary>'],
    ['<!-- planwright:status run=1 -->', `&lt;!--${Z} planwright:status run=1 -->`],
    ['![pixel](https://e.example/x.png)', '[pixel](https://e.example/x.png)'],
    ['!![](x)', '[image](x)'],
    ['[x]: https://e.example', '[x]\\: https://e.example'],
    ['```sh\necho @bob', '```sh\necho @bob\n```'],
    ['``` `` @bob', `\`\`\` \`\` @${Z}bob`],
    ['<a title="`"> `@bob` `', `&lt;a title="\`"> \`@${Z}bob\` \``],
    ['a\u202Eb', 'ab'],
  ])('%j', (text, safe) => {
    expect(neutralise(text)).toBe(safe);
  });
});

test.each([
  'bob@example.org',
  'fixes the parser, see #12 there',
  'prefixes #12',
  '`@bob fixes #1 <b> ![x](y)`',
  '~~~\n@bob\n~~~',
  '    @bob',
  'a < b && c > d &amp; e',
  '<https://x.example/a>',
  '| a | b |\n| - | - |\n| 1 | 2 |',
  '- [ ] one\n- [x] two',
])('%j stays as it is', (text) => {
  expect(neutralise(text)).toBe(text);
});

test('code that a table cuts is no code', () => {
  expect(neutralise('| a | b |\n| - | - |\n| `x | @bob` |')).toContain(`@${Z}bob`);
});

test.each([
  ['a tag', '`a\n</b> @bob`'],
  ['a footnote', '[^1]`\n[^1]: @bob`'],
  ['an address that takes the backtick along', 'https://x.example/`b @bob`'],
  ['an address that takes the backslash along', 'https://x.example\\<b>@bob'],
])('%s ends code and escapes', (_, text) => {
  expect(neutralise(text)).toContain(`@${Z}bob`);
});

test('a fence is not closed by one that is indented', () => {
  expect(neutralise('~~~\n\t~~~')).toBe('~~~\n\t~~~\n~~~');
});

test('a list that ends a table ends it for every reader', () => {
  expect(neutralise('a|b\n-|-\n2. ~~~')).toBe('a|b\n-|-\n\n2. ~~~');
});

test('a quotation is looked at where it stands', () => {
  expect(quotation('\t@bob\n```\n<b>', 100)).toBe(`> @${Z}bob\n> \`\`\`\n> <b>\n> \`\`\``);
});

test('what is cut is made harmless after the cut', () => {
  const text = othersText('`@bob\n@bob`', 9);
  expect(text).not.toMatch(/@b/);
  expect(text.length).toBeLessThanOrEqual(9);
});

test('a title keeps its type', () => {
  expect(neutraliseTitle('fix: #12 for @bob <b>')).toBe(`fix: #${Z}12 for @${Z}bob <b>`);
});

/** Pieces of which hostile Markdown is made. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['@bob', 'x@bob', '@', 'fixes', 'Closes', ' ', ' ', '\n', '\n\n', '#12', '#', '12', 'GH-1', 'a/b#3', ':'],
    ...['`', '``', '```', '~~~', '\n```\n', '    ', '> ', '- ', '1. ', '|', '\n|-|-|\n', '\\', '&#64;', '&commat;'],
    ...['<', '>', '<b>', '</details>', '<!--', '-->', '![', '[', ']', '](', ')', ']:', '*', '_', '!', 'https://x/'],
    ...['\u200B', '\r', '\t', '\u202E', '😀', 'é', '<https://', 'planwright:'],
  ),
  fc.string({ maxLength: 3 }),
);
const hostile = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

/** What of a text is no code, by the same reading as GitHub's. */
function prose(text: string, placement: 'blocks' | 'line'): string {
  let result = '';
  let at = 0;
  for (const { start, end } of codeRanges(text, placement)) {
    result += `${text.slice(at, start)} ; `;
    at = end;
  }
  return result + text.slice(at);
}

const acting = [
  /(?<![A-Za-z0-9])@[A-Za-z0-9_]/,
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:#\d|GH-\d|[\w.-]+\/[\w.-]+#\d|https?:\/\/)/i,
  /!\[/,
  /(?<!\\)(?:\\\\)*<(?:[A-Za-z/?](?!ttps?:)|!)/,
  /\]:/,
];

test.each([
  ['blocks', neutralise],
  ['line', neutraliseLine],
] as const)('in %s nothing that acts survives, again changes nothing, and length is bounded', (placement, make) => {
  fc.assert(
    fc.property(hostile, (text) => {
      const safe = make(text);
      for (const pattern of acting) expect(prose(safe, placement)).not.toMatch(pattern);
      expect(make(safe)).toBe(safe);
      expect(safe.length).toBeLessThanOrEqual(6 * text.length + 100);
    }),
    { numRuns: 3_000 },
  );
});

test('a cell never becomes two', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const row = tableRow([neutraliseLine(text), 'end']);
      const unescaped = row.match(/(?<!\\)(?:\\\\)*\|/g) ?? [];
      expect(unescaped).toHaveLength(3);
      expect(row).not.toContain('\n');
      expect(cell(cell(text))).toBe(cell(cell(cell(text))));
    }),
    { numRuns: 2_000 },
  );
});

test('the worst texts are answered soon', () => {
  for (const text of [
    '['.repeat(16_000),
    '`a'.repeat(8_000),
    '> '.repeat(8_000),
    '<'.repeat(16_000),
    'www.`a` '.repeat(2_000),
    `www.${'`a`'.repeat(5_000)}`,
    '@a '.repeat(5_000),
    'fix '.repeat(4_000),
    `fix${'-'.repeat(16_000)}`,
    'a/'.repeat(8_000),
  ]) {
    expect(processorMs(() => neutralise(text))).toBeLessThan(3_000);
  }
});
