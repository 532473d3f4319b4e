import { expect, it } from 'vitest';
import { Lines } from '../../../runner/streams/lines.ts';

const LONGEST = 8;

function read(...pieces: readonly string[]): readonly (readonly [line: string, isWhole: boolean])[] {
  const found: (readonly [string, boolean])[] = [];
  const lines = new Lines(LONGEST, (line, isWhole) => found.push([line, isWhole]));
  for (const piece of pieces) lines.write(Buffer.from(piece));
  lines.end();
  return found;
}

it('gives lines without their ends, empty ones too, and a last one that does not end', () => {
  expect(read('one\r\n\ntwo\nthr', 'ee')).toEqual([
    ['one', true],
    ['', true],
    ['two', true],
    ['three', true],
  ]);
  expect(read('one\n')).toEqual([['one', true]]);
});

it('keeps the beginning of a line that is too long, however it comes', () => {
  const expected = [
    ['01234567', false],
    ['next', true],
  ];
  expect(read('0123456789\nnext\n')).toEqual(expected);
  expect(read('01234', '56789', 'abc\n', 'next')).toEqual(expected);
  expect(read('01234567\n')).toEqual([['01234567', true]]);
});
