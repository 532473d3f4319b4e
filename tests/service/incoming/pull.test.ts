import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  parserInReview,
  pullBody,
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

describe('a pull request', () => {
  it('that somebody merged counts, without asking who that is', async () => {
    await parserInReview(desk);
    await desk.deliver(event(pullBody('closed', { merge: { commit: 'e'.repeat(40) } }), by('eve')));
    expect(await desk.task('parser')).toMatchObject({ state: 'succeeded', mergeCommit: 'e'.repeat(40) });
  });

  it('closed by somebody with permission fails its task, by others it does nothing', async () => {
    await parserInReview(desk);
    const before = await desk.everything();
    await desk.deliver(event(pullBody('closed'), by('mallory')));
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(pullBody('closed')));
    expect(await desk.task('parser')).toMatchObject({ state: 'failed', reason: { code: 'pull_request_closed' } });
  });

  const gone = (branch: string) =>
    ({ state: 'closed', base: 'planwright/40/plan', goneBranch: branch, headCommit: 'f'.repeat(40) }) as const;

  const deletion = [pushBody('planwright/40/plan', null), pullBody('closed')];
  it.each([
    ['the branch', deletion],
    ['the pull request', deletion.toReversed()],
  ])(
    'pull requests that GitHub closed with the integration branch pause the run, %s being told first',
    async (_, told) => {
      await parserInReview(desk);
      desk.world.contains = () => false;
      desk.world.pulls.set(41, gone('planwright/40/plan'));
      // Nobody who may delete branches is asked whether he may command.
      for (const [index, body] of told.entries()) {
        await desk.deliver(event(body, by(index === 0 ? 'eve' : 'ada')));
        expect(await desk.run()).toMatchObject({ state: 'paused' });
      }
      expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
      expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'integration_deleted' } });
      expect((await desk.events()).filter((kind) => kind === 'pause_requested')).toHaveLength(1);

      desk.world.contains = () => true;
      desk.world.pulls.set(41, {
        state: 'open',
        base: 'planwright/40/plan',
        goneBranch: null,
        headCommit: 'f'.repeat(40),
      });
      await desk.deliver(event(commentBody('/planwright resume', 10)));
      await desk.settle();
      // News that come after all of it say nothing any more.
      for (const body of told) await desk.deliver(event(body));
      expect(await desk.run()).toMatchObject({ state: 'running' });
      expect(await desk.task('parser')).toMatchObject({ state: 'succeeded' });
    },
  );

  it('that is open again by the time its closing is told changes nothing for its task', async () => {
    await parserInReview(desk);
    desk.world.pulls.set(41, {
      state: 'open',
      base: 'planwright/40/plan',
      goneBranch: null,
      headCommit: 'f'.repeat(40),
    });
    await desk.deliver(event(pullBody('closed')));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
  });

  it('that GitHub closed with its own branch changes nothing for its task', async () => {
    await parserInReview(desk);
    desk.world.pulls.set(41, gone('planwright/40/parser'));
    for (const body of [pullBody('closed'), pushBody('planwright/40/parser', null), pullBody('closed')]) {
      await desk.deliver(event(body));
    }
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
    expect((await desk.notes()).at(-1)).toContain('ignored: It was closed with its branch');
  });

  it('that is reopened sends its task on from where it was closed', async () => {
    await parserInReview(desk);
    await desk.deliver(event(pullBody('closed')));
    await desk.deliver(event(pullBody('reopened'), by('mallory')));
    expect(await desk.task('parser')).toMatchObject({ state: 'failed' });
    desk.world.pulls.set(41, {
      state: 'closed',
      base: 'planwright/40/plan',
      goneBranch: null,
      headCommit: 'f'.repeat(40),
    });
    await desk.deliver(event(pullBody('reopened')));
    expect(await desk.task('parser')).toMatchObject({ state: 'failed' });
    desk.world.pulls.clear();
    await desk.deliver(event(pullBody('reopened')));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
    expect(await desk.task('docs')).toMatchObject({ state: 'pending' });
  });

  it('that is the final one and is reopened sends its run on to the review', async () => {
    await desk.overwrite("UPDATE tasks SET state = 'succeeded'");
    await desk.overwrite("UPDATE runs SET state = 'in_review', open_tasks = 0, final_pull = 60");
    const final = { number: 60, head: 'planwright/40/plan', base: 'main' };
    await desk.deliver(event(pullBody('closed', final)));
    expect(await desk.run()).toMatchObject({ state: 'failed' });
    await desk.deliver(event(pullBody('reopened', final)));
    expect(await desk.run()).toMatchObject({ state: 'running', reason: null });
  });

  it('that somebody merged elsewhere leaves its task where it is', async () => {
    await parserInReview(desk);
    await desk.deliver(event(pullBody('closed', { merge: { commit: 'e'.repeat(40) }, base: 'main' })));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
  });
});
