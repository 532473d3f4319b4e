import { expect, it } from 'vitest';
import { createSignals } from '../../src/service/signals.ts';
import { workThrough } from '../../src/service/work_through.ts';
import { until } from '../support/until.ts';

const around = { signals: createSignals(), clock: { now: () => 0 } };
const bounds = { atMost: Number.POSITIVE_INFINITY };

it('begins nothing more once something has failed, and throws that when the rest has ended', async () => {
  const [bad, slow] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const acted: string[] = [];
  const ended: string[] = [];
  let asked = 0;
  let failed = false;
  const claim = async () => {
    asked += 1;
    if (asked === 1) return ['bad', 'slow'];
    return failed && acted.length === 2 ? ['later'] : [];
  };
  const act = async (item: string) => {
    acted.push(item);
    await (item === 'bad' ? bad : slow).promise;
    ended.push(item);
  };
  const all = workThrough(around, { claim, act }, bounds);
  const thrown = all.catch((error: unknown) => [error, [...ended]]);
  await until('work under way', () => (asked > 1 ? true : undefined));
  failed = true;
  bad.reject(new Error('bad'));
  await bad.promise.catch(() => {});
  // It comes round to look for more.
  await new Promise(setImmediate);
  slow.resolve();
  expect(await thrown).toEqual([new Error('bad'), ['slow']]);
  expect(acted).toEqual(['bad', 'slow']);
});

it('ends after all that it began also where nothing more can be found', async () => {
  const slow = Promise.withResolvers<void>();
  const happened: string[] = [];
  let asked = 0;
  const claim = async () => {
    asked += 1;
    if (asked === 1) return ['slow'];
    happened.push('asked in vain');
    throw new Error('The database does not answer.');
  };
  const act = async () => {
    await slow.promise;
    happened.push('slow ended');
  };
  const all = workThrough(around, { claim, act }, bounds).catch(() => happened.push('over'));
  await until('question', () => (asked > 1 ? true : undefined));
  await new Promise(setImmediate);
  slow.resolve();
  await all;
  expect(happened).toEqual(['asked in vain', 'slow ended', 'over']);
});
