import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepTime, type TickResult, tick } from '../../../src/service/chores/tick.ts';
import { recoverDeliveries } from '../../../src/service/deliveries/recover_deliveries.ts';
import type { Look } from '../../../src/service/ports/missed_deliveries.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { LEASE_MS } from '../../support/test_service.ts';

const HOUR_MS = 3_600_000;
const SWEEP_MS = 300_000;

let desk: IncomingDesk;
let looks: { since: number; unknown: readonly string[] }[];
let trouble: Error | null;
let leftSince: number | null;
beforeEach(async () => {
  desk = await startIncomingDesk();
  looks = [];
  trouble = null;
  leftSince = null;
});
afterEach(() => desk.stop());

/** A tick of a service whose GitHub sent the deliveries `sent`. */
async function ticks(sent: readonly string[] = [], process = 'one'): Promise<TickResult> {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const recover = async ({ since, isKnown }: Look) => {
    const unknown: string[] = [];
    for (const guid of sent) if (!(await isKnown(guid))) unknown.push(guid);
    looks.push({ since, unknown });
    if (trouble !== null) throw trouble;
    return { asked: unknown.length, leftSince };
  };
  return tick({ ...desk.deps, process, github: { ...github, missed: { recover } } });
}

it('what GitHub sent and nobody received is looked for at the first tick, three days back', async () => {
  await desk.receive('arrived', JSON.stringify(event(issueBody('opened'))));
  await ticks(['arrived', 'lost']);
  expect(looks).toEqual([{ since: desk.deps.clock.now() - 72 * HOUR_MS, unknown: ['lost'] }]);
});

/** Time in which ticks run without a gap. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= desk.deps.settings.tickIntervalMs) {
    desk.outage(Math.min(left, desk.deps.settings.tickIntervalMs));
    await keepTime(desk.deps);
  }
}

it('then as often as is set, each look behind the last one, whichever process ticks', async () => {
  await ticks();
  const first = desk.deps.clock.now();
  await pass(SWEEP_MS - 1);
  await ticks([], 'two');
  expect(looks).toHaveLength(1);
  await pass(1);
  await ticks([], 'two');
  await ticks();
  expect(looks.slice(1).map(({ since }) => since)).toEqual([first - 2 * HOUR_MS]);
});

it('at once after an outage', async () => {
  await ticks();
  await pass(1_000);
  desk.outage(LEASE_MS);
  await ticks();
  await ticks();
  await pass(1_000);
  await ticks();
  expect(looks).toHaveLength(2);
});

it('trouble with that stops no tick, and the next look reaches as far back', async () => {
  trouble = new Error('No answer.');
  const first = desk.deps.clock.now();
  await desk.receive('arrived', JSON.stringify(event(issueBody('opened'))));
  await ticks();
  expect(await desk.run()).not.toBeNull();
  desk.outage(SWEEP_MS);
  await ticks();
  expect(looks.at(-1)?.since).toBeLessThan(first - HOUR_MS);
});

it('looks that failed for hours leave nothing out', async () => {
  await ticks();
  const first = desk.deps.clock.now();
  trouble = new Error('No answer.');
  for (let hour = 0; hour < 5; hour++) {
    desk.outage(HOUR_MS);
    await ticks();
  }
  trouble = null;
  desk.outage(HOUR_MS);
  await ticks();
  expect(new Set(looks.slice(1).map(({ since }) => since))).toEqual(new Set([first - 2 * HOUR_MS]));
  const last = desk.deps.clock.now();
  desk.outage(HOUR_MS);
  await ticks();
  expect(looks.at(-1)?.since).toBe(last - 2 * HOUR_MS);
});

it('a look that did not ask for all says so, and is gone on with at once, from the first that was left', async () => {
  await desk.receive('arrived', JSON.stringify(event(issueBody('opened'))));
  while ((await ticks()).more);
  const first = desk.deps.clock.now();
  desk.outage(24 * HOUR_MS);
  leftSince = first + HOUR_MS;
  expect(await ticks()).toEqual({ more: true });
  leftSince = first + 5 * HOUR_MS;
  expect(await ticks([], 'two')).toEqual({ more: true });
  leftSince = null;
  // Defaults of questions have waited for that.
  expect(await ticks()).toEqual({ more: true });
  expect(await ticks()).toEqual({ more: false });
  expect(looks.slice(1).map(({ since }) => since)).toEqual([first - 2 * HOUR_MS, first + HOUR_MS, first + 5 * HOUR_MS]);
});

it('a look that came no further is not gone on with at once', async () => {
  leftSince = desk.deps.clock.now() - 72 * HOUR_MS;
  expect(await ticks()).toEqual({ more: false });
  expect(await ticks()).toEqual({ more: false });
  expect(looks).toHaveLength(1);
});

it('a look that asked for some of what was sent in one second is gone on with at once', async () => {
  leftSince = desk.deps.clock.now() - 72 * HOUR_MS;
  expect(await ticks(['lost'])).toEqual({ more: true });
  leftSince = null;
  await ticks(['another']);
  expect(await ticks(['another'])).toEqual({ more: false });
  expect(looks.map(({ unknown }) => unknown)).toEqual([['lost'], ['another']]);
});

it('a service that stops waits for none any more', async () => {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const stopping = new AbortController();
  const slept: (AbortSignal | undefined)[] = [];
  const sleep = async (_ms: number, givenUp?: AbortSignal) => {
    slept.push(givenUp);
    stopping.abort();
  };
  const recover = async ({ awaitArrival }: Look) => {
    for (const guid of ['lost', 'later']) expect(await awaitArrival(guid)).toBe(false);
    return { asked: 1, leftSince: null };
  };
  const deps = { ...desk.deps, sleep, github: { ...github, missed: { recover } } };
  await recoverDeliveries(deps, { atMost: 9, stopping: stopping.signal });
  expect(slept).toEqual([stopping.signal]);
});

it('what was asked for is waited for until it is there, and no longer than some seconds', async () => {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const slept: number[] = [];
  const came: boolean[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    if (slept.length === 3) await desk.receive('late', JSON.stringify(event(issueBody('opened'))));
  };
  const recover = async ({ awaitArrival }: Look) => {
    for (const guid of ['late', 'lost']) came.push(await awaitArrival(guid));
    return { asked: 2, leftSince: null };
  };
  await tick({ ...desk.deps, sleep, github: { ...github, missed: { recover } } });
  expect(came).toEqual([true, false]);
  expect(slept.slice(3).reduce((sum, ms) => sum + ms)).toBe(3_000);
});

it('a tick asks for ten seconds at most', async () => {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const hadTime: boolean[] = [];
  const recover = async ({ hasTime }: Look) => {
    for (const ms of [9_999, 1]) {
      desk.outage(ms);
      hadTime.push(hasTime());
    }
    return { asked: 0, leftSince: null };
  };
  await tick({ ...desk.deps, github: { ...github, missed: { recover } } });
  expect(hadTime).toEqual([true, false]);
});

it('a tick asks for so many at most, and only when all else is done', async () => {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  await desk.receive('arrived', JSON.stringify(event(issueBody('opened'))));
  let atMostAsked = 0;
  const recover = async ({ atMost }: Look) => {
    atMostAsked = atMost;
    expect(await desk.run()).not.toBeNull();
    return { asked: 0, leftSince: null };
  };
  await tick({ ...desk.deps, github: { ...github, missed: { recover } } });
  expect(atMostAsked).toBe(50);
});
