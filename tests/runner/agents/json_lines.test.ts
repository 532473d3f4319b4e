import { expect, it } from 'vitest';
import { type JsonLine, jsonLines } from '../../../runner/agents/json_lines.ts';

function read(...pieces: readonly (string | Uint8Array)[]): readonly JsonLine[] {
  const found: JsonLine[] = [];
  const lines = jsonLines((line) => found.push(line));
  for (const piece of pieces) lines.write(typeof piece === 'string' ? Buffer.from(piece) : piece);
  lines.end();
  return found;
}

it('reads lines wherever the pieces end', () => {
  const bytes = Buffer.from('{"text":"Größe 🙂"}\r\n\n{"a":[1,2]}\n');
  const expected = [
    { kind: 'json', value: { text: 'Größe 🙂' } },
    { kind: 'json', value: { a: [1, 2] } },
  ];
  for (let size = 1; size <= bytes.length; size += 1) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    expect(read(...pieces), `pieces of ${size}`).toEqual(expected);
  }
});

it('reads a last line that does not end', () => {
  expect(read('{"a":1}\n{"b":', '2}')).toEqual([
    { kind: 'json', value: { a: 1 } },
    { kind: 'json', value: { b: 2 } },
  ]);
});

it('takes what is no object of JSON for noise', () => {
  const kinds = ['Loading…', '[1]', '"text"', 'null', '7', '{"half":', '\u0000'].map((line) => read(`${line}\n`)[0]);
  expect(kinds.map((line) => line?.kind)).toEqual(Array(kinds.length).fill('noise'));
  expect(kinds[0]).toEqual({ kind: 'noise', text: 'Loading…' });
});

it('keeps bytes that are no UTF-8 from hurting the next line', () => {
  expect(read(Buffer.from([0xff, 0xfe, 0x0a]), '{"a":1}\n')[1]).toEqual({ kind: 'json', value: { a: 1 } });
});

it('reads a line of 20 MB that comes in many pieces', () => {
  const piece = Buffer.from('x'.repeat(1_000));
  const [line] = read('{"text":"', ...Array<Uint8Array>(20_000).fill(piece), '"}\n');
  expect(line?.kind === 'json' ? String(line.value.text).length : line?.kind).toBe(20_000_000);
});

it('lets go of a line that is longer than any that is kept, and reads the next', () => {
  const piece = Buffer.from('x'.repeat(1024 * 1024));
  const [long, next] = read('{"text":"', ...Array<Uint8Array>(40).fill(piece), '"}\n{"a":1}\n');
  expect(long).toEqual({ kind: 'noise', text: expect.stringMatching(/^\{"text":"x{191}$/) });
  expect(next).toEqual({ kind: 'json', value: { a: 1 } });
});
