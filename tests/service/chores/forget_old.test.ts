import { afterEach, beforeEach, expect, it } from 'vitest';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

const DAY_MS = 24 * 3_600_000;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

async function kept(): Promise<Readonly<Record<string, number>>> {
  const [row] =
    await desk.rows(`SELECT (SELECT count(*) FROM deliveries) AS deliveries, (SELECT count(*) FROM outbox) AS effects,
    (SELECT count(*) FROM shown WHERE what = 'commands') AS comments, (SELECT count(*) FROM issues_seen) AS issues`);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
}

it('a month after its end nothing of a run is kept but the run, and what comes again starts nothing', async () => {
  await desk.deliver(event(issueBody('labeled', 1)));
  await desk.deliver(event(commentBody('/planwright cancel', 2)));
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'canceled', sequence: 1 });
  desk.outage(29 * DAY_MS);
  await desk.settle();
  expect(await kept()).toMatchObject({ deliveries: 2, comments: 1, issues: 1 });
  expect((await kept()).effects).toBeGreaterThan(0);
  desk.outage(2 * DAY_MS);
  await desk.settle();
  expect(await kept()).toEqual({ deliveries: 0, effects: 0, comments: 0, issues: 0 });
  await desk.deliver(event(issueBody('labeled', 1)));
  await desk.deliver(event(commentBody('/planwright run', 2)));
  expect(await desk.run()).toMatchObject({ state: 'canceled', sequence: 1 });
  expect(new Set(await desk.notes())).toEqual(new Set(['ignored: It comes too late to be acted upon.']));
});

it('of a run that goes on what was sent is kept', async () => {
  await desk.deliver(event(issueBody('labeled', 1)));
  await desk.settle();
  const { effects } = await kept();
  desk.outage(60 * DAY_MS);
  await desk.settle();
  expect((await kept()).effects).toBeGreaterThanOrEqual(effects ?? 0);
});
