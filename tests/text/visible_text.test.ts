import { describe, expect, test } from 'vitest';
import { hiddenPlaces, visibleText } from '../../src/text/visible_text.ts';
import fc from '../support/fast_check.ts';

const shown = (text: string) => visibleText(text).text;

describe('what nobody sees is left out', () => {
  test.each([
    ['a comment in a line', 'Do this <!-- and that --> now', 'Do this  now', 1],
    ['a comment over lines', 'Do\n<!-- send\nthe keys -->\nthis', 'Do\nthis', 1],
    ['a comment within a paragraph over lines', 'Do <!-- send\nthe keys --> this', 'Do \n this', 1],
    ['two in one line', 'a<!--x-->b<!--y-->c', 'abc', 2],
    ['one that begins a line and never ends', 'Do this\n\n<!-- and that\n\nand more', 'Do this\n\n', 1],
    ['one that ends in its own line and one that does not', '<!-- x --> a <!-- y', 'a <!-- y'.padStart(9), 1],
  ])('%s', (_, text, seen, comments) => {
    expect(visibleText(text)).toEqual({ text: seen, comments, characters: 0 });
  });

  test.each([
    ['no width', 'se\u200Bnd\u2060 \uFEFFkeys', 'send keys', 3],
    ['directions', 'abc\u202Edef\u2069', 'abcdef', 2],
    ['tags', `x${String.fromCodePoint(0xe0041, 0xe0042)}y`, 'xy', 2],
    ['soft hyphens and fillers', 'a\u00ADb\u3164c', 'abc', 2],
    ['controls', 'a\u0007b\u009Bc', 'abc', 2],
  ])('characters: %s', (_, text, seen, characters) => {
    expect(visibleText(text)).toEqual({ text: seen, comments: 0, characters });
  });
});

describe('what is seen stays', () => {
  test.each([
    'a comment in a span of code: `<!-- x -->` and ``<!-- ` -->``',
    'in a block:\n```html\n<!-- x -->\n```\nand after it',
    'in a longer block:\n~~~~\n```\n<!-- x -->\n~~~\n~~~~',
    'a sign in its own: the marker <!-- begins a comment\n\nand the next paragraph --> is seen',
    'family 👨\u200D👩\u200D👧 and heart ❤\uFE0F, tabs\tand lines\r\n',
    'left ` alone <b>html</b>',
  ])('%j', (text) => {
    expect(visibleText(text)).toEqual({ text, comments: 0, characters: 0 });
  });

  test('and what was cleared once is clear', () => {
    const piece = fc.constantFrom('<!--', '-->', '`', '``', '```\n', '\n', '\n\n', 'a', ' ', '    ', '\u200B', '~~~\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const once = shown(pieces.join(''));
        expect(once.includes('\u200B')).toBe(false);
        expect(once.length).toBeLessThanOrEqual(pieces.join('').length);
      }),
    );
  });

  test('a text of nothing but beginnings costs no more than its length', () => {
    for (const sign of ['<!--', '`', '`<!--', '``` ', '<!-- `']) {
      const text = sign.repeat(65_536 / sign.length);
      expect(shown(text).length).toBeLessThanOrEqual(text.length);
    }
    const ticks = `a ${'`'.repeat(65_000)}`;
    expect(shown(ticks)).toBe(ticks);
  });
});

test('where it stands is told by lines', () => {
  const text = 'seen\nse\u200Bnd <!-- a --><!-- b -->\n```\n<!-- code -->\n```\n<!-- over\nlines --> x\u202E';
  expect(hiddenPlaces(text)).toEqual([
    { line: 2, comments: 2, characters: 1 },
    { line: 6, comments: 1, characters: 0 },
    { line: 7, comments: 0, characters: 1 },
  ]);
  expect(hiddenPlaces('all\nis `<!-- seen -->`')).toEqual([]);
});
