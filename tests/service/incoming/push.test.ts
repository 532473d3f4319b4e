import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  event,
  type IncomingDesk,
  issueBody,
  parserInReview,
  pushBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
});
afterEach(() => desk.stop());

describe('a push', () => {
  it('that deletes the branch of a run whose final pull request was merged is tidying, also where that is told first', async () => {
    await desk.overwrite('UPDATE runs SET final_pull = 60');
    desk.world.contains = () => false;
    desk.world.pulls.set(60, { state: 'merged', base: 'main', goneBranch: null, headCommit: 'f'.repeat(40) });
    await desk.deliver(event(pushBody('planwright/40/plan', null)));
    expect(await desk.run()).toMatchObject({ state: 'running' });
  });

  it('to the branch of a task makes its evidence stale, also by a bot of others, not by ours', async () => {
    await parserInReview(desk);
    const before = await desk.everything();
    await desk.deliver(event(pushBody('planwright/40/parser'), by('planwright[bot]', true)));
    await desk.deliver(event(pushBody('planwright/40/other')));
    await desk.deliver(event(pushBody('planwright/41/parser')));
    await desk.deliver(event(pushBody('main')));
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(pushBody('planwright/40/parser'), by('pre-commit[bot]', true)));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: 'd'.repeat(40) });
  });

  it('that rewrites the branch of a task without its work is told as that', async () => {
    await parserInReview(desk);
    desk.world.contains = () => false;
    await desk.deliver(event(pushBody('planwright/40/parser', 'd'.repeat(40), true), by('bob')));
    const run = (await desk.run())?.id ?? '';
    const told = `bob rewrote the branch of \`parser\`: ddddddd took the place of bbbbbbb, which stays at \`refs/planwright/attempts/${run}/parser/1\`. What was pushed is verified.`;
    expect(await desk.deps.store.view.notices(run, 10)).toEqual([{ text: told, sort: 'done' }]);
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: 'd'.repeat(40) });
  });

  it('that is forced and keeps the work of the task is like any other', async () => {
    await parserInReview(desk);
    await desk.deliver(event(pushBody('planwright/40/parser', 'd'.repeat(40), true), by('bob')));
    const notices = await desk.deps.store.view.notices((await desk.run())?.id ?? '', 10);
    expect(notices).toEqual([{ text: 'bob pushed ddddddd to the branch of `parser`.', sort: 'done' }]);
  });

  it('that deletes or rewrites the integration branch pauses the run, unless it is whole again', async () => {
    await desk.deliver(event(pushBody('planwright/40/plan', null), by('eve')));
    expect(await desk.run()).toMatchObject({ state: 'running' });
    desk.world.contains = () => false;
    await desk.deliver(event(pushBody('planwright/40/plan', null), by('ada')));
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'integration_deleted' } });
  });
});
