import { afterEach, beforeEach, expect, it } from 'vitest';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../support/incoming_desk.ts';
import { success } from '../support/test_service.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
});
afterEach(() => desk.stop());

const moved = () =>
  desk.sent.map(({ kind }) => kind).filter((kind) => kind === 'publish_task' || kind === 'merge_task');

it('while a run is paused no branch of it moves; what waited goes on when it is resumed', async () => {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success());
  await desk.deliver(event(commentBody('/planwright pause', 1)));
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'paused' });
  expect(desk.sent.at(-1)).toMatchObject({ kind: 'show_run' });
  expect(moved()).toEqual([]);
  await desk.deliver(event(commentBody('/planwright resume', 2)));
  await desk.settle();
  expect(moved()).toEqual(['publish_task', 'merge_task']);
  expect(await desk.task('parser')).toMatchObject({ state: 'succeeded' });
});
