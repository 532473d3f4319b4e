import { expect, it } from 'vitest';
import { describeEachStore } from './each_store.ts';
import { START } from './records.ts';

const FAR = START + 1_000_000;

describeEachStore('turns for writing', (open) => {
  it('come at least the spacing apart, also to two processes that ask at the same moment', async () => {
    const [one, other] = [await open(), await open()];
    const asked = [one, other, one, other, one].map((store) => store.pacing.takeTurn('7', START, 1_000, FAR));
    const turns = (await Promise.all(asked)).map((turn) => (turn ?? 0) - START);
    expect(turns.sort((left, right) => left - right)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });

  it('are not taken after the latest moment that is of use', async () => {
    const { pacing } = await open();
    expect(await pacing.takeTurn('7', START, 1_000, START)).toBe(START);
    expect(await pacing.takeTurn('7', START, 1_000, START + 999)).toBeNull();
    expect(await pacing.takeTurn('7', START, 1_000, START + 1_000)).toBe(START + 1_000);
    expect(await pacing.takeTurn('never', START, 1_000, START - 1)).toBeNull();
    expect(await pacing.takeTurn('never', START, 1_000, START)).toBe(START);
  });

  it('that nobody took are gone', async () => {
    const { pacing } = await open();
    await pacing.takeTurn('7', START, 1_000, FAR);
    expect(await pacing.takeTurn('7', START + 50_000, 1_000, FAR)).toBe(START + 50_000);
  });

  it('of one key do not keep back those of another', async () => {
    const { pacing } = await open();
    await pacing.block('7', START + 60_000);
    expect(await pacing.takeTurn('8', START, 1_000, FAR)).toBe(START);
  });

  it('come after a block, and a shorter block does not end a longer one', async () => {
    const { pacing } = await open();
    await pacing.block('7', START + 60_000);
    await pacing.block('7', START + 1_000);
    expect(await pacing.takeTurn('7', START, 1_000, START + 59_999)).toBeNull();
    expect(await pacing.takeTurn('7', START, 1_000, FAR)).toBe(START + 60_000);
    await pacing.block('7', START + 5);
    expect(await pacing.takeTurn('7', START, 1_000, FAR)).toBe(START + 61_000);
  });
});

describeEachStore('chores', (open) => {
  it('are due once in their time, to one of many processes, and tell when the last that was completed began', async () => {
    const stores = [await open(), await open()];
    const first = await Promise.all(stores.map((store) => store.pacing.claimChore('sweep', START, 100)));
    expect(first.filter(({ due }) => due)).toEqual([{ due: true, doneAt: null }]);
    const { pacing } = await open();
    expect(await pacing.claimChore('sweep', START + 99, 100)).toEqual({ due: false, doneAt: null });
    const later = await Promise.all(stores.map((store) => store.pacing.claimChore('sweep', START + 100, 100)));
    expect(later.filter(({ due }) => due)).toEqual([{ due: true, doneAt: null }]);
    await pacing.completeChore('sweep', START + 100);
    await pacing.completeChore('sweep', START);
    expect(await pacing.claimChore('sweep', START + 200, 100)).toEqual({ due: true, doneAt: START + 100 });
    expect(await pacing.claimChore('other', START + 100, 100)).toEqual({ due: true, doneAt: null });
    expect(await pacing.completedAt('sweep')).toBe(START + 100);
    expect(await pacing.completedAt('other')).toBeNull();
  });

  it('may be completed without a turn', async () => {
    const { pacing } = await open();
    await pacing.completeChore('sweep', START);
    await pacing.completeChore('sweep', START - 1);
    expect(await pacing.completedAt('sweep')).toBe(START);
  });

  it('that were interrupted are due at once, to one process, and go on where they were left', async () => {
    const stores = [await open(), await open()];
    const { pacing } = await open();
    await pacing.claimChore('sweep', START, 100);
    await pacing.interruptChore('sweep', START - 50);
    const next = await Promise.all(stores.map((store) => store.pacing.claimChore('sweep', START, 100)));
    expect(next.filter(({ due }) => due)).toEqual([{ due: true, doneAt: START - 50 }]);
    await pacing.interruptChore('sweep', START - 60);
    expect(await pacing.claimChore('sweep', START, 100)).toEqual({ due: true, doneAt: START - 50 });
  });
});
