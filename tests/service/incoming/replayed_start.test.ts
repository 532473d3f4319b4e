import { afterEach, beforeEach, expect, it } from 'vitest';
import { cancelRun } from '../../../src/service/commands/cancel_run.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

it('the event that started a run starts no other when it is sent again under another id, after the end of that run', async () => {
  const start = event(issueBody('labeled'));
  await desk.deliver(start);
  await desk.settle();
  const first = await desk.run();
  // Ended by none of the issue's own news, so that nothing newer is known of it.
  await cancelRun(desk.deps, first?.id ?? '', { how: 'graceful', by: 'operator', because: 'person' });
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'canceled' });
  const before = await desk.everything();
  await desk.deliver(start);
  expect(await desk.run()).toMatchObject({ id: first?.id, state: 'canceled' });
  expect(await desk.everything()).toBe(before);
  await desk.deliver(event(issueBody('labeled', 1)));
  expect(await desk.run()).toMatchObject({ sequence: 2 });
});
