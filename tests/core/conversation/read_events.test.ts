import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/core/conversation/read_events.ts';

const said = (text: string, at = 1) => ({ at, kind: 'message', text });
const lines = (...events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const piece = (offset: number, text: string) => ({ offset, bytes: Buffer.from(text) });

describe('events of a conversation', () => {
  it('are read whatever the pieces that they came in, each once', () => {
    const all = Buffer.from(lines(said('grün'), said('two'), said('three')));
    for (let size = 1; size <= all.length; size += 7) {
      const pieces = [];
      for (let at = 0; at < all.length; at += size) pieces.push({ offset: at, bytes: all.subarray(at, at + size) });
      expect(readEvents(pieces, 0)).toEqual({ events: [said('grün'), said('two'), said('three')], next: all.length });
    }
  });

  it('wait until they are whole, and are read on from there', () => {
    const first = lines(said('one'));
    const whole = `${first}${lines(said('two'))}`;
    const early = readEvents([piece(0, whole.slice(0, -3))], 0);
    expect(early).toEqual({ events: [said('one')], next: first.length });
    expect(readEvents([piece(0, whole)], early.next)).toEqual({ events: [said('two')], next: whole.length });
    expect(readEvents([], early.next)).toEqual({ events: [], next: early.next });
  });

  it('that are missing leave a mark, and halves beside it are no events', () => {
    const text = lines(said('one', 5), said('two'), said('three'));
    const one = lines(said('one', 5)).length;
    const read = readEvents([piece(0, text.slice(0, one + 4)), piece(one + 9, text.slice(one + 9))], 0);
    expect(read.events).toEqual([said('one', 5), { at: 5, kind: 'cut', bytes: 9 }, said('three')]);
    expect(read.next).toBe(text.length);
  });

  it('of another kind than is known are passed over', () => {
    const text = `${lines({ at: 1, kind: 'dance' })}nonsense\n${lines(said('here'))}`;
    expect(readEvents([piece(0, text)], 0).events).toEqual([said('here')]);
  });
});
