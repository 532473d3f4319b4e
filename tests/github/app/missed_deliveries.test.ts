import { afterEach, expect, it } from 'vitest';
import { createMissedDeliveries } from '../../../src/github/app/missed_deliveries.ts';
import type { Look } from '../../../src/service/ports/missed_deliveries.ts';
import { type GitHub, startGitHub } from '../../support/github/start_github.ts';
import { clientsOf } from '../clients_of.ts';

const HOUR_MS = 3_600_000;

let github: GitHub | undefined;
afterEach(async () => {
  expect(github?.violations).toEqual([]);
  await github?.close();
});

/** An App whose webhooks reached nobody: `count` comments on an issue, `apartMs` apart, an hour after what came before. */
async function unheard(count: number, apartMs = 0) {
  // The App signs its requests by the machine's clock; GitHub tells times in whole seconds.
  let now = Math.floor(Date.now() / 1_000) * 1_000 - HOUR_MS;
  github = await startGitHub({ now: () => now });
  await github.createRepository({ owner: 'acme', name: 'web' });
  github.installApp('acme');
  await github.openIssue({ repo: 'acme/web', author: 'alice', title: 'T' });
  await github.settled();
  now += HOUR_MS;
  const since = now;
  for (let number = 1; number <= count; number += 1) {
    await github.commentOn({ repo: 'acme/web', number: 1, author: 'alice', body: `${number}` });
    now += apartMs;
  }
  await github.settled();
  const { deliveries } = github.webhooks;
  const sent = deliveries.filter(({ event }) => event === 'issue_comment').map(({ guid }) => guid);
  const { app } = clientsOf(github);
  const again = () => deliveries.filter(({ redelivery }) => redelivery).map(({ guid }) => guid);
  const { recover } = createMissedDeliveries(app);
  const unknown = { isKnown: async () => false, awaitArrival: async () => true, hasTime: () => true };
  /** A look at what is so now, of which nothing is known unless told otherwise. */
  const look = (changes: Partial<Look> = {}) => recover({ since, now, atMost: 200, ...unknown, ...changes });
  const later = (ms: number) => {
    now += ms;
  };
  return { github, app, look, later, since, sent, again };
}

it('what is not known is asked for again, once each; older ones are left alone', async () => {
  const { github, look, sent, again } = await unheard(4);
  const known = sent[1];
  expect(await look({ isKnown: async (guid) => guid === known })).toEqual({ asked: 3, leftSince: null });
  await github.settled();
  expect(again().toSorted()).toEqual(sent.filter((guid) => guid !== known).toSorted());
  const asked = github.requests.filter(({ operationId }) => operationId === 'apps/redeliver-webhook-delivery');
  expect(asked).toHaveLength(3);
});

it('nothing is asked for where all is known', async () => {
  const { look, again } = await unheard(2);
  expect(await look({ isKnown: async () => true })).toEqual({ asked: 0, leftSince: null });
  expect(again()).toEqual([]);
});

it('what was sent several times is asked for once, also across pages, and not just after it was sent again', async () => {
  const { github, look, later, sent, again } = await unheard(120);
  expect(await look()).toEqual({ asked: 120, leftSince: null });
  await github.settled();
  expect(new Set(again())).toEqual(new Set(sent));
  // Each is in GitHub's list twice now.
  const known = new Set(sent.slice(1));
  const isKnown = async (guid: string) => known.has(guid);
  expect(await look({ isKnown })).toEqual({ asked: 0, leftSince: null });
  later(HOUR_MS);
  expect(await look({ isKnown })).toEqual({ asked: 1, leftSince: null });
});

it('of more than may be asked for at once the oldest come first, and the next look goes on behind them', async () => {
  const { github, look, since, sent, again } = await unheard(250, 1_000);
  expect(await look()).toEqual({ asked: 200, leftSince: since + 200_000 });
  await github.settled();
  expect(again()).toEqual(sent.slice(0, 200));
  expect(await look({ since: since + 200_000 })).toEqual({ asked: 50, leftSince: null });
  await github.settled();
  expect(again()).toEqual(sent);
});

it('the next is asked for only when that before has come, and without waiting once three did not come', async () => {
  const { github, look, sent, again } = await unheard(6);
  const waitedFor: string[] = [];
  const awaitArrival = async (guid: string) => {
    await github.settled();
    // What was asked for so far is what was waited for so far.
    expect(again()).toEqual([...waitedFor, guid]);
    waitedFor.push(guid);
    return waitedFor.length === 2;
  };
  github.webhooks.faults.lateAgain = ({ guid }) => (guid === sent[0] ? 20 : 0);
  expect(await look({ awaitArrival })).toEqual({ asked: 6, leftSince: null });
  await github.settled();
  expect(again()).toEqual(sent);
  expect(waitedFor).toEqual(sent.slice(0, 4));
});

it('a look whose time is over asks for one all the same, and leaves the others to the next', async () => {
  const { github, look, since, sent, again } = await unheard(5, 1_000);
  let turns = 3;
  expect(await look({ hasTime: () => --turns > 0 })).toEqual({ asked: 3, leftSince: since + 3_000 });
  expect(await look({ since: since + 3_000, hasTime: () => false })).toEqual({ asked: 1, leftSince: since + 4_000 });
  await github.settled();
  expect(again()).toEqual(sent.slice(0, 4));
});

it('what GitHub has forgotten meanwhile keeps back nothing', async () => {
  const { github, app, look, sent, again } = await unheard(3);
  const oldest = github.webhooks.deliveries.find(({ guid }) => guid === sent[0])?.id;
  app.hook.before('request', (options) => {
    if (options.delivery_id === oldest) options.delivery_id = 1;
  });
  expect(await look()).toEqual({ asked: 2, leftSince: null });
  await github.settled();
  expect(again()).toEqual(sent.slice(1));
});

it('nothing more is asked for by a service that stops', async () => {
  const { look, since, again } = await unheard(120);
  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    return false;
  };
  await expect(look({ isKnown: stop, stopping: stopping.signal })).rejects.toThrow();
  expect(again()).toEqual([]);
  expect(await look({ atMost: 0 })).toEqual({ asked: 0, leftSince: since });
});
