import { expect, it } from 'vitest';
import { pacer } from '../../../src/github/clients/paced.ts';
import { memoryPacing } from '../../support/memory_pacing.ts';
import { emptyTables } from '../../support/memory_tables.ts';

function paced() {
  const slept: number[] = [];
  const pacing = memoryPacing(emptyTables());
  const sleep = async (ms: number) => void slept.push(ms);
  const pace = pacer({ pacing, spacingMs: 1_000, clock: { now: () => 0 }, sleep })(7);
  return { pace, slept };
}

it('who has no patience takes a turn that is free, and waits for none', async () => {
  const { pace, slept } = paced();
  await pace.beforeWrite('if_free');
  await expect(pace.beforeWrite('if_free')).rejects.toMatchObject({ code: 'not_now' });
  expect(slept).toEqual([]);
});

it('who waits for the next turn waits behind one other, and no more', async () => {
  const { pace, slept } = paced();
  await pace.beforeWrite('if_free');
  await pace.beforeWrite('if_next');
  await expect(pace.beforeWrite('if_next')).rejects.toMatchObject({ code: 'not_now' });
  await pace.beforeWrite('a_while');
  expect(slept).toEqual([1_000, 2_000]);
});
