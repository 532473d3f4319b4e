import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { skipTask } from '../../../src/service/commands/skip_task.ts';
import { concludeRun } from '../../../src/service/conclude_run.ts';
import { notePullClosed } from '../../../src/service/observations/note_pull_closed.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { failure } from '../../support/test_service.ts';

const [COMMIT, MERGE] = ['b'.repeat(40), 'd'.repeat(40)];

let desk: IncomingDesk;
/** The one task of the run, which has just failed. */
let task: string;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: '## Tasks\n- [ ] parser: Parse dates (retries: 0)\n' })));
  await desk.settle();
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease(1);
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', failure());
  task = (await desk.task('parser'))?.id ?? '';
  await desk.overwrite(`UPDATE tasks SET "commit" = '${COMMIT}' WHERE id = '${task}'`);
  expect([(await desk.task('parser'))?.state, (await desk.run())?.state]).toEqual(['failed', 'running']);
});
afterEach(() => desk.stop());

const skip = () => skipTask(desk.deps, task, { by: 'ada' });
const mergeAs = (commit: string | null) => () => notePullClosed(desk.deps, task, { by: 'ada', merge: { commit } });
const conclude = async () => concludeRun(desk.deps, (await desk.run())?.id ?? '');

describe.each([
  ['skips', skip, 'skipped'],
  ['merges', mergeAs(MERGE), 'succeeded'],
  ['merges by a commit that is not known', mergeAs(null), 'succeeded'],
])('somebody %s a task at the moment in which its run fails because of it', (_, act, state) => {
  it.each([
    ['first', async () => Promise.all([act(), conclude()])],
    ['last', async () => Promise.all([conclude(), act()])],
  ])('and is heard %s: the run goes on from there', async (_, both) => {
    await both();
    await desk.settle();
    expect((await desk.task('parser'))?.state).toBe(state);
    expect((await desk.run())?.state).toMatch(/^(succeeded|in_review)$/);
  });
});
