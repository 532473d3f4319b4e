import { verify } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import { everyNth, type GitHub } from '../support/github/start_github.ts';
import { startReceiver } from './receiver.ts';
import { app, clientOf, startWithRepository } from './start.ts';

async function comments(github: GitHub, count: number): Promise<void> {
  await github.openIssue({ repo: 'acme/app', author: 'alice', title: 'T' });
  for (let number = 1; number <= count; number += 1) {
    await github.commentOn({ repo: 'acme/app', number: 1, author: 'alice', body: `${number}` });
  }
}

describe('webhooks of the stand-in', () => {
  it('arrive in order, signed, with who did it and where', async () => {
    const receiver = await startReceiver();
    const github = await startWithRepository({ webhookUrl: receiver.url });
    await github.openIssue({ repo: 'acme/app', author: 'alice', title: 'T', labels: ['plan'] });
    await clientOf(github, 'acme').issues.createComment({ ...app, issue_number: 1, body: 'hello' });
    await github.settled();
    expect(receiver.arrived.map(({ event, payload }) => [event, payload.action])).toEqual([
      ['installation', 'created'],
      ['issues', 'opened'],
      ['issues', 'labeled'],
      ['issue_comment', 'created'],
    ]);
    const last = receiver.arrived.at(-1);
    expect(await verify(github.webhookSecret, last?.body ?? '', `${last?.headers['x-hub-signature-256']}`)).toBe(true);
    expect(last?.headers).toMatchObject({
      'x-github-hook-installation-target-id': `${github.appId}`,
      'x-github-hook-installation-target-type': 'integration',
    });
    expect(last?.payload).toMatchObject({
      sender: { login: 'planwright[bot]', type: 'Bot' },
      installation: { id: github.installation('acme').id },
      repository: { full_name: 'acme/app' },
      organization: { login: 'acme' },
    });
  });

  it('are lost and doubled as told, and redelivered under the same GUID', async () => {
    const receiver = await startReceiver();
    const github = await startWithRepository();
    await github.settled();
    github.sendWebhooksTo(receiver.url);
    github.webhooks.faults.lose = ({ payload }) => payload.includes('"body":"2"');
    github.webhooks.faults.double = ({ payload }) => payload.includes('"body":"3"');
    await comments(github, 3);
    await github.settled();
    const bodies = () => receiver.arrived.flatMap(({ payload }) => (payload.comment as { body: string })?.body ?? []);
    expect(bodies()).toEqual(['1', '3', '3']);
    const itself = clientOf(github);
    const listed = await itself.apps.listWebhookDeliveries({ status: 'failure', per_page: 1 });
    const lost = listed.data[0];
    expect(lost).toMatchObject({ event: 'issue_comment', status_code: 0, redelivery: false });
    await itself.apps.redeliverWebhookDelivery({ delivery_id: lost?.id ?? 0 });
    await github.settled();
    expect(bodies()).toEqual(['1', '3', '3', '2']);
    expect(receiver.arrived.at(-1)?.guid).toBe(lost?.guid);
    expect((await itself.apps.listWebhookDeliveries({ per_page: 1 })).data[0]).toMatchObject({
      guid: lost?.guid,
      redelivery: true,
      status_code: 202,
    });
    expect(github.violations).toEqual([]);
  });

  it('are listed newest first, page by page, failed ones too', async () => {
    const receiver = await startReceiver();
    const github = await startWithRepository({ webhookUrl: receiver.url });
    await github.settled();
    receiver.answer.status = 500;
    await comments(github, 3);
    await github.settled();
    const itself = clientOf(github);
    const pages: number[] = [];
    const all = await itself.paginate(itself.apps.listWebhookDeliveries, { per_page: 2 }, ({ data }) => {
      pages.push(data.length);
      return data;
    });
    expect(pages).toEqual([2, 2, 1]);
    expect(all.map(({ status_code }) => status_code)).toEqual([500, 500, 500, 500, 202]);
    const one = await itself.apps.getWebhookDelivery({ delivery_id: all[0]?.id ?? 0 });
    expect(one.data.request.payload).toMatchObject({ comment: { body: '3' } });
  });

  it('wait for the test in manual mode, and come in another order when shuffled', async () => {
    const receiver = await startReceiver();
    const github = await startWithRepository({ webhookUrl: receiver.url, deliver: 'manual' });
    await comments(github, 6);
    expect(receiver.arrived).toEqual([]);
    await github.webhooks.deliverNext(7);
    expect(receiver.arrived.map(({ event }) => event)).toEqual(['issue_comment']);
    await github.webhooks.deliverAll();
    expect(receiver.arrived).toHaveLength(8);

    const shuffled = await startWithRepository({ webhookUrl: receiver.url, deliver: { shuffled: 7 } });
    receiver.arrived.length = 0;
    await comments(shuffled, 6);
    await shuffled.settled();
    const order = receiver.arrived.map(
      ({ payload }) => (payload.comment as { body?: string } | undefined)?.body ?? '0',
    );
    expect(order.toSorted()).toEqual(['0', '0', '1', '2', '3', '4', '5', '6']);
    expect(order).not.toEqual(order.toSorted());
  });

  it('go only where the app is, and only if it subscribed', async () => {
    const github = await startWithRepository({ deliver: 'manual', events: ['issues'] });
    await github.createRepository({ owner: 'other', name: 'app' });
    await github.openIssue({ repo: 'other/app', author: 'alice', title: 'T' });
    await comments(github, 1);
    github.suspend('acme');
    await github.closeIssue({ repo: 'acme/app', number: 1, by: 'alice' });
    const events = github.webhooks.pending.map(({ event, action }) => `${event} ${action}`);
    expect(events).toEqual(['installation created', 'issues opened', 'installation suspend']);
    expect(everyNth(2)(undefined, 1)).toBe(true);
  });
});
