import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
});
afterEach(() => desk.stop());

async function startPlan(body: string): Promise<void> {
  await desk.deliver(event(issueBody('labeled', 0, { body })));
  await desk.settle();
  await desk.settle();
}
const kinds = async () => (await desk.effects()).map(({ kind }) => kind);

describe('a task with `approve: before`', () => {
  const plan = '## Tasks\n- [ ] deploy: Deploy it (approve: before)\n- [ ] tell: Tell of it (after deploy)\n';

  it('asks, is handed to nobody before it was approved, and asks once', async () => {
    await startPlan(plan);
    expect(await desk.task('deploy')).toMatchObject({ state: 'blocked', approval: 'before' });
    const runner = desk.runner();
    await runner.register();
    expect(await runner.lease()).toEqual([]);
    const before = await desk.everything();
    await desk.say('/planwright approve deploy', 1, 'mallory');
    expect(await desk.everything()).toBe(before);
    await desk.say('/planwright approve', 2);
    expect(await desk.task('deploy')).toMatchObject({ state: 'ready', approval: null });
    expect((await runner.lease()).map(({ task }) => task.key)).toEqual(['deploy']);
    expect((await desk.events()).filter((kind) => kind === 'question_asked')).toHaveLength(1);
  });

  it('is skipped when that is the answer', async () => {
    await startPlan(plan);
    await desk.say('Q1 skip', 1);
    expect(await desk.task('deploy')).toMatchObject({ state: 'skipped' });
    expect(await desk.task('tell')).toMatchObject({ state: 'ready' });
  });
});

describe('a task with `approve: after`', () => {
  const plan = '```planwright\napprove: after\n```\n## Tasks\n- [ ] parser: Parse dates\n';

  async function work(commit: string) {
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease();
    await runner.start(lease?.attempt ?? '');
    await runner.finish(lease?.attempt ?? '', success({ commit }));
    await desk.settle();
    return lease;
  }

  it('is published and merged only once it was approved, in the very commit; words send it back', async () => {
    await startPlan(plan);
    await work('b'.repeat(40));
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', approval: 'after' });
    expect(await kinds()).toContain('publish_task');
    expect(await kinds()).not.toContain('merge_task');
    await desk.say('/planwright answer parser Week dates are missing.', 1);
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', approval: null });
    const lease = await work('c'.repeat(40));
    expect(JSON.stringify(lease?.work)).toContain('Week dates are missing.');
    expect(lease?.startingPoint.continueFrom?.commit).toBe('b'.repeat(40));
    await desk.say('/planwright approve parser', 2, 'mallory');
    expect(await kinds()).not.toContain('merge_task');
    await desk.say('/planwright approve parser', 3);
    await desk.settle();
    expect(await kinds()).toContain('merge_task');
    expect(await desk.task('parser')).toMatchObject({ state: 'succeeded', approvedCommit: 'c'.repeat(40) });
    await desk.say('/planwright approve parser', 4);
    expect((await desk.effects()).at(-1)).toMatchObject({
      text: expect.stringContaining('does not wait for approval'),
    });
  });

  it('has failed when it was rejected', async () => {
    await startPlan(plan);
    await work('b'.repeat(40));
    await desk.say('Q1 reject', 1);
    expect(await desk.task('parser')).toMatchObject({ state: 'failed', reason: { code: 'rejected_by_person' } });
  });
});
