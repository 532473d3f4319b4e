import { afterEach, expect, it } from 'vitest';
import { createMissedDeliveries } from '../../src/github/app/missed_deliveries.ts';
import { type GitHub, startGitHub } from '../support/github/start_github.ts';
import { clientsOf } from './clients_of.ts';

const HOUR_MS = 3_600_000;

let github: GitHub | undefined;
afterEach(async () => {
  expect(github?.violations).toEqual([]);
  await github?.close();
});

/** An App whose webhooks reached nobody: `count` comments on an issue, an hour apart from what came before. */
async function unheard(count: number) {
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
  }
  await github.settled();
  const { deliveries } = github.webhooks;
  const sent = deliveries.filter(({ event }) => event === 'issue_comment').map(({ guid }) => guid);
  const { app } = clientsOf(github);
  const again = () => deliveries.filter(({ redelivery }) => redelivery).map(({ guid }) => guid);
  return { github, missed: createMissedDeliveries(app), since, sent, again };
}

it('what is not known is asked for again, once each; older ones are left alone', async () => {
  const { github, missed, since, sent, again } = await unheard(4);
  const known = sent[1];
  expect(await missed.recover(since, async (guid) => guid === known)).toEqual({ asked: 3, isAll: true });
  await github.settled();
  expect(again().toSorted()).toEqual(sent.filter((guid) => guid !== known).toSorted());
  const asked = github.requests.filter(({ operationId }) => operationId === 'apps/redeliver-webhook-delivery');
  expect(asked).toHaveLength(3);
});

it('nothing is asked for where all is known', async () => {
  const { missed, since, again } = await unheard(2);
  expect(await missed.recover(since, async () => true)).toEqual({ asked: 0, isAll: true });
  expect(again()).toEqual([]);
});

it('what was sent several times is asked for once, also across pages', async () => {
  const { github, missed, since, sent, again } = await unheard(120);
  expect(await missed.recover(since, async () => false)).toEqual({ asked: 120, isAll: true });
  await github.settled();
  expect(new Set(again())).toEqual(new Set(sent));
  // Each is in GitHub's list twice now.
  const known = new Set(sent.slice(1));
  expect(await missed.recover(since, async (guid) => known.has(guid))).toEqual({ asked: 1, isAll: true });
});
