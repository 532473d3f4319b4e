import { describe, expect, it } from 'vitest';
import { OutputQueue } from '../../../runner/log/output_queue.ts';
import { TailText } from '../../../runner/streams/tail_text.ts';

function drain(queue: OutputQueue, limitBytes = 1_000_000): { offset: number; text: string }[] {
  const chunks: { offset: number; text: string }[] = [];
  for (;;) {
    const chunk = queue.take(limitBytes);
    if (chunk === undefined) return chunks;
    chunks.push({ offset: chunk.offset, text: chunk.bytes.toString() });
  }
}

describe('unsent output', () => {
  it('comes out as it went in', () => {
    const queue = new OutputQueue(100, 100);
    for (const word of ['one ', 'two ', 'three']) queue.write(Buffer.from(word));
    expect(drain(queue)).toEqual([{ offset: 0, text: 'one two three' }]);
    expect(queue.waitingBytes).toBe(0);
  });

  it('is split at the limit of a chunk', () => {
    const queue = new OutputQueue(100, 100);
    queue.write(Buffer.from('abcdefg'));
    expect(drain(queue, 3)).toEqual([
      { offset: 0, text: 'abc' },
      { offset: 3, text: 'def' },
      { offset: 6, text: 'g' },
    ]);
  });

  it('keeps its head and its tail, and shows the cut as a gap between offsets', () => {
    const queue = new OutputQueue(4, 3);
    queue.write(Buffer.from('HEAD'));
    queue.write(Buffer.from('0123456789'));
    expect(queue.waitingBytes).toBe(7);
    expect(drain(queue)).toEqual([
      { offset: 0, text: 'HEAD' },
      { offset: 11, text: '789' },
    ]);
  });

  it('goes on after the head was taken', () => {
    const queue = new OutputQueue(4, 3);
    queue.write(Buffer.from('HEAD01'));
    expect(drain(queue)).toEqual([{ offset: 0, text: 'HEAD01' }]);
    queue.write(Buffer.from('23456'));
    expect(drain(queue)).toEqual([{ offset: 8, text: '456' }]);
  });

  it('never holds more than head and tail, however much is written', () => {
    const queue = new OutputQueue(1_000, 200_000);
    const block = Buffer.alloc(70_001, 'x');
    for (let count = 0; count < 200; count += 1) {
      queue.write(block);
      expect(queue.waitingBytes).toBeLessThanOrEqual(201_000);
    }
    const chunks = drain(queue);
    const last = chunks.at(-1);
    expect((last?.offset ?? 0) + (last?.text.length ?? 0)).toBe(200 * 70_001);
  });
});

describe('the tail of a text', () => {
  it('is its last characters, none of them cut in half', () => {
    const tail = new TailText(4);
    for (const byte of Buffer.from('abc🙂xyz')) tail.write(Buffer.of(byte));
    expect(tail.text()).toBe('xyz');
  });

  it('is the whole of a short text', () => {
    const tail = new TailText(100);
    tail.write(Buffer.from('grün'));
    expect(tail.text()).toBe('grün');
  });

  it('stays small for a long one', () => {
    const tail = new TailText(10);
    for (let count = 0; count < 10_000; count += 1) tail.write(Buffer.from(`line ${count}\n`));
    expect(tail.text()).toBe('line 9999\n');
  });
});
