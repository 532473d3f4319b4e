import { afterEach, beforeEach, expect, it } from 'vitest';
import { tick } from '../../../src/service/chores/tick.ts';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

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

it('what was about to be put back when the run was resumed is not held back', async () => {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success());
  await desk.deliver(event(commentBody('/planwright pause', 1)));
  const { store } = desk.deps;
  let resumed = false;
  const release: typeof store.outbox.release = async (...args) => {
    if (!resumed) {
      resumed = true;
      await desk.deliver(event(commentBody('/planwright resume', 2)));
    }
    return store.outbox.release(...args);
  };
  await tick({ ...desk.deps, store: { ...store, outbox: { ...store.outbox, release } } });
  await desk.settle();
  expect(resumed).toBe(true);
  expect(moved()).toEqual(['publish_task', 'merge_task']);
});
