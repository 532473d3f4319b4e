import { expect, it } from 'vitest';
import { gate } from '../../../src/github/read/gate.ts';

it('lets so many calls be under way at once, and goes on after one that failed', async () => {
  const enter = gate(2);
  let underWay = 0;
  let most = 0;
  const asked: number[] = [];
  const call = (number: number) =>
    enter(async () => {
      asked.push(number);
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      if (number === 1) throw new Error('No.');
      return number;
    });
  const ends = await Promise.allSettled([0, 1, 2, 3, 4].map(call));
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect([asked, most]).toEqual([[0, 1, 2, 3, 4], 2]);
});
