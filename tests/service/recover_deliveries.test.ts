import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TickResult, tick } from '../../src/service/tick.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../support/incoming_desk.ts';

const HOUR_MS = 3_600_000;
const SWEEP_MS = 300_000;

let desk: IncomingDesk;
let looks: { since: number; unknown: readonly string[] }[];
let trouble: Error | null;
let isAll: boolean;
beforeEach(async () => {
  desk = await startIncomingDesk();
  looks = [];
  trouble = null;
  isAll = true;
});
afterEach(() => desk.stop());

/** A tick of a service whose GitHub sent the deliveries `sent`. */
async function ticks(sent: readonly string[] = [], process = 'one'): Promise<TickResult> {
  const { github } = desk.deps;
  if (github === null) throw new Error('The desk has no GitHub.');
  const recover = async (since: number, isKnown: (guid: string) => Promise<boolean>) => {
    const unknown: string[] = [];
    for (const guid of sent) if (!(await isKnown(guid))) unknown.push(guid);
    looks.push({ since, unknown });
    if (trouble !== null) throw trouble;
    return { asked: unknown.length, isAll };
  };
  return tick({ ...desk.deps, process, github: { ...github, missed: { recover } } });
}

it('what GitHub sent and nobody received is looked for at the first tick, three days back', async () => {
  await desk.receive('arrived', JSON.stringify(event(issueBody('opened'))));
  await ticks(['arrived', 'lost']);
  expect(looks).toEqual([{ since: desk.deps.clock.now() - 72 * HOUR_MS, unknown: ['lost'] }]);
});

it('then as often as is set, each look behind the last one, whichever process ticks', async () => {
  await ticks();
  const first = desk.deps.clock.now();
  desk.outage(SWEEP_MS - 1);
  await ticks([], 'two');
  expect(looks).toHaveLength(1);
  desk.outage(1);
  await ticks([], 'two');
  await ticks();
  expect(looks.slice(1).map(({ since }) => since)).toEqual([first - 2 * HOUR_MS]);
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

it('looks that failed for hours, or that did not ask for all, leave nothing out', async () => {
  await ticks();
  const first = desk.deps.clock.now();
  trouble = new Error('No answer.');
  for (let hour = 0; hour < 5; hour++) {
    desk.outage(HOUR_MS);
    await ticks();
  }
  trouble = null;
  isAll = false;
  desk.outage(HOUR_MS);
  await ticks();
  desk.outage(HOUR_MS);
  isAll = true;
  await ticks();
  expect(new Set(looks.slice(1).map(({ since }) => since))).toEqual(new Set([first - 2 * HOUR_MS]));
  const last = desk.deps.clock.now();
  desk.outage(HOUR_MS);
  await ticks();
  expect(looks.at(-1)?.since).toBe(last - 2 * HOUR_MS);
});
