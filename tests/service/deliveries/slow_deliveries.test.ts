import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doChores } from '../../../src/service/chores/tick.ts';
import { processDeliveries } from '../../../src/service/deliveries/process_deliveries.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { createSignals } from '../../../src/service/signals.ts';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  NAMES,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { until } from '../../support/until.ts';

const OTHER = { id: 78, name: 'acme/other', cloneUrl: 'https://github.com/acme/other.git' };

let desk: IncomingDesk;
/** The service, whose GitHub says nothing of the login `slow` until it may. */
let deps: ServiceDependencies;
let answer: () => void;
/** How often that was asked. */
let asked: number;
/** All that is being processed. */
let processing: Promise<unknown>[];

beforeEach(async () => {
  desk = await startIncomingDesk();
  const silence = Promise.withResolvers<void>();
  answer = silence.resolve;
  asked = 0;
  processing = [];
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  desk.world.permitted.add('slow');
  const may: typeof github.authorization.may = async (...question) => {
    if (question[1] === 'slow') {
      asked += 1;
      await silence.promise;
    }
    return github.authorization.may(...question);
  };
  deps = { ...desk.deps, github: { ...github, authorization: { ...github.authorization, may } } };
});
afterEach(async () => {
  answer();
  await Promise.all(processing);
  await desk.stop();
});

const opened = (number: number, who = 'ada', repository = NAMES) =>
  JSON.stringify(event(issueBody('opened', number, { number }), { ...by(who), repository }));

/** Begins what a living service does all the time. */
function process(own: ServiceDependencies = deps, stopping?: AbortSignal): Promise<boolean> {
  const atMost = Number.POSITIVE_INFINITY;
  const all = processDeliveries(own, stopping === undefined ? { atMost } : { atMost, stopping });
  processing.push(all);
  return all;
}

const states = async () =>
  (await desk.rows('SELECT id, state FROM deliveries ORDER BY position')).map(({ id, state }) => `${id} ${state}`);
const isDone = (id: string) => until(id, async () => ((await states()).includes(`${id} done`) ? true : undefined));
const isAsked = (times: number) => until('question', () => (asked >= times ? true : undefined));

describe('a delivery that takes long', () => {
  it('holds up no other lane, not even what comes meanwhile; what is behind it in its own lane waits', async () => {
    await desk.receive('slow', opened(40, 'slow'));
    await desk.receive('behind', JSON.stringify(event(commentBody('/planwright status', 50))));
    await desk.receive('beside', opened(41));
    const all = process();
    await isAsked(1);
    await isDone('beside');
    await desk.receive('later', opened(42));
    await isDone('later');
    expect(await states()).toEqual(['slow waiting', 'behind waiting', 'beside done', 'later done']);
    expect(await Promise.all([40, 41, 42].map(async (issue) => (await desk.run(issue)) !== null))).toEqual([
      false,
      true,
      true,
    ]);
    answer();
    expect(await all).toBe(true);
    expect(await desk.run()).not.toBeNull();
    const settled = await desk.rows("SELECT id FROM deliveries WHERE lane = '77#40' ORDER BY settled_at, position");
    expect(settled.map(({ id }) => id)).toEqual(['slow', 'behind']);
    expect(await states()).toEqual(['slow done', 'behind done', 'beside done', 'later done']);
  });

  it('takes no other repository its place, however many there are of its own', async () => {
    for (let issue = 40; issue < 60; issue += 1) await desk.receive(`slow-${issue}`, opened(issue, 'slow'));
    await desk.receive('other', opened(1, 'ada', OTHER));
    const all = process();
    await isDone('other');
    expect(asked).toBe(4);
    answer();
    await all;
    expect(await states()).not.toContainEqual(expect.stringContaining('waiting'));
  });

  it('holds up the other lanes of no replica, and none takes what is behind it', async () => {
    await desk.receive('slow', opened(40, 'slow'));
    await desk.receive('behind', JSON.stringify(event(commentBody('/planwright status', 50))));
    const first = process();
    await isAsked(1);
    for (const issue of [41, 42, 43]) await desk.receive(`beside-${issue}`, opened(issue));
    expect(await process({ ...deps, process: v7(), signals: createSignals() })).toBe(true);
    expect((await states()).slice(0, 2)).toEqual(['slow waiting', 'behind waiting']);
    for (const issue of [41, 42, 43]) await isDone(`beside-${issue}`);
    answer();
    await first;
    expect(await states()).not.toContainEqual(expect.stringContaining('waiting'));
    expect(asked).toBe(1);
  });

  it('ends before processing does, which begins nothing more once it is told to stop', async () => {
    await desk.receive('slow', opened(40, 'slow'));
    const stopping = new AbortController();
    const all = process(deps, stopping.signal);
    await isAsked(1);
    stopping.abort();
    await desk.receive('later', opened(41));
    answer();
    await all;
    expect(await states()).toEqual(['slow done', 'later waiting']);
  });

  it('makes no tick longer than its own time: what is left then is there for the next one', async () => {
    for (const issue of [40, 41, 42, 43]) await desk.receive(`slow-${issue}`, opened(issue, 'slow'));
    await desk.receive('left', opened(44));
    const tick = doChores(deps);
    processing.push(tick);
    await isAsked(4);
    desk.outage(15_000);
    expect(await tick).toEqual({ more: true });
    expect(await desk.notes()).toEqual([
      ...Array.from({ length: 4 }, () => 'waiting: It took longer than 15000 ms.'),
      'waiting: null',
    ]);
    expect((await doChores(deps)).more).toBe(true);
    expect(await desk.run(44)).not.toBeNull();
  });
});
