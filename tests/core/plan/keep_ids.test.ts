import { describe, expect, it } from 'vitest';
import { keepIds } from '../../../src/core/plan/keep_ids.ts';

const counted = (id: string, title: string) => ({ id, named: false, title });
const EARLIER = [
  counted('t1', 'Parse the dates'),
  counted('t2', 'Document the parser well'),
  counted('t3', 'Announce it'),
];

/** `bench: Bench it` has a written id; anything else is a title alone. */
function kept(...lines: readonly string[]): readonly (string | undefined)[] {
  const drafts = lines.map((line) => {
    const [, writtenId, title] = /^(?:([a-z0-9]+): )?(.*)$/.exec(line) ?? [];
    return { title: title ?? '', ...(writtenId === undefined ? {} : { writtenId }) };
  });
  return keepIds(drafts, EARLIER);
}

describe('tasks without a written id', () => {
  it('keep their ids wherever they stand, by their titles', () => {
    expect(kept('Announce it', 'Something else', 'Parse the dates', 'Document the parser well')).toEqual([
      't3',
      undefined,
      't1',
      't2',
    ]);
  });

  it('keep them where the title was only touched up', () => {
    expect(kept('Parse the dates', 'Document the parser', 'Announce it')).toEqual(['t1', 't2', 't3']);
    expect(kept('Parse the dates', 'Write a changelog', 'Announce it')).toEqual(['t1', undefined, 't3']);
  });

  it('keep them also where a task with an id of its own was put before or behind them', () => {
    expect(kept('Parse the dates', 'bench: Bench it', 'Document the parser', 'Announce it')).toEqual([
      't1',
      undefined,
      't2',
      't3',
    ]);
    expect(kept('bench: Bench it', 'Parse the dates!', 'Document the parser well')).toEqual([undefined, 't1', 't2']);
    expect(kept('Document the parser well', 'Announce this', 'bench: Bench it')).toEqual(['t2', 't3', undefined]);
  });

  it('are new where it cannot be told which of several they were', () => {
    expect(kept('Parse the dates', 'Document the parser', 'Document the parser more', 'Announce it')).toEqual([
      't1',
      undefined,
      undefined,
      't3',
    ]);
  });
});
