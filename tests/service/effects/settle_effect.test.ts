import { afterEach, beforeEach, expect, it } from 'vitest';
import { settleEffect } from '../../../src/service/effects/settle_effect.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
});
afterEach(() => desk.stop());

it('an answer that landed although nobody heard of it is taken once', async () => {
  const { store, clock } = desk.deps;
  const now = clock.now();
  const [effect] = await store.outbox.claim('sender', now, now + 60_000, 1);
  if (effect === undefined) throw new Error('Nothing is to be sent.');
  const answer = { kind: 'begun', base: 'main', baseCommit: 'a'.repeat(40) } as const;
  const settle = () => settleEffect(desk.deps, { effect, owner: 'sender', answer, onto: null }, []);
  await settle();
  expect(await desk.run()).toMatchObject({ state: 'running', baseCommit: answer.baseCommit });
  const before = await desk.everything();
  expect(await settle()).toBeNull();
  expect(await desk.everything()).toBe(before);
});
