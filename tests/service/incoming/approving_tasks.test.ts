import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { by, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
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

describe('`/planwright approve` of a task with `approve: after` while its checks still run', () => {
  const plan =
    '```planwright\napprove: after\nchecks: build\n```\n## Tasks\n- [ ] parser: Parse dates\n- [ ] docs: Document it\n';
  const [FIRST, SECOND] = ['b'.repeat(40), 'c'.repeat(40)];
  let checks = 0;
  beforeEach(async () => {
    checks = 0;
    desk.answers.publish_task = () => ({ kind: 'published', pull: 41 });
    await startPlan(plan);
  });

  async function work(commit: string) {
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease(1);
    await runner.start(lease?.attempt ?? '');
    await runner.finish(lease?.attempt ?? '', success({ commit }));
    await desk.settle();
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review', commit, reason: { code: 'checks_awaited' } });
  }
  async function check(headCommit: string, conclusion: 'success' | 'failure') {
    desk.world.checks.set(headCommit, [{ name: 'build', app: 'ci', conclusion }]);
    const completedAt = `2027-01-15T08:0${++checks}:00Z`;
    const of = { id: 9, name: 'build', app: 'ci', headCommit, branch: 'planwright/40/parser' };
    await desk.deliver(
      event({ kind: 'check_completed', check: { ...of, conclusion, completedAt } }, by('ci[bot]', true)),
    );
    await desk.settle();
  }
  const merged = async () =>
    (await desk.effects()).flatMap((effect) => (effect.kind === 'merge_task' ? [effect.commit] : []));
  const approvals = async () => (await desk.events()).filter((kind) => kind === 'task_approved');

  it('lets in that commit: it is merged once they have passed, and nobody is asked', async () => {
    await work(FIRST);
    await desk.say('/planwright approve parser', 1);
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review', approvedCommit: FIRST });
    expect(await merged()).toEqual([]);
    expect(await desk.replies()).toEqual([]);
    const told = await desk.rows("SELECT data FROM events WHERE kind = 'noticed'");
    expect(told.map(({ data }) => JSON.parse(String(data)).what)).toContain(
      'ada approved the work of `parser`; it is merged once its checks have passed.',
    );
    await desk.say('/planwright approve parser', 2);
    expect(await approvals()).toHaveLength(1);
    await check(FIRST, 'success');
    expect(await merged()).toEqual([FIRST]);
    expect(await desk.task('parser')).toMatchObject({ state: 'succeeded' });
    expect(await desk.events()).not.toContain('question_asked');
  });

  it('lets in nothing that is made because they failed: people are asked about that', async () => {
    await work(FIRST);
    await desk.say('/planwright approve parser', 1);
    await check(FIRST, 'failure');
    await check(FIRST, 'failure');
    await desk.settle();
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
    await work(SECOND);
    await check(SECOND, 'success');
    expect(await merged()).toEqual([]);
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', approval: 'after', commit: SECOND });
    await desk.say('/planwright approve parser', 2);
    await desk.settle();
    expect(await merged()).toEqual([SECOND]);
  });

  it('needs its key or its pull request, and the permission', async () => {
    await work(FIRST);
    const before = await desk.everything();
    await desk.say('/planwright approve parser', 1, 'mallory');
    expect(await desk.everything()).toBe(before);
    await desk.say('/planwright approve', 2);
    expect(await desk.task('parser')).toMatchObject({ approvedCommit: null });
    await desk.say('/planwright approve', 3, 'ada', { number: 41, isPull: true });
    expect(await desk.task('parser')).toMatchObject({ approvedCommit: FIRST });
  });

  it('is refused where nobody is to let it in', async () => {
    await desk.say('/planwright cancel', 1);
    await desk.settle();
    await desk.deliver(event(issueBody('labeled', 2, { body: plan.replace('approve: after\n', '') })));
    await desk.settle();
    await work(FIRST);
    await desk.say('/planwright approve parser', 3);
    expect(await desk.replies()).toEqual([expect.stringContaining('does not wait for approval; nothing was changed.')]);
  });

  it('is refused before its work can be seen', async () => {
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease(1);
    await runner.start(lease?.attempt ?? '');
    await desk.say('/planwright approve parser', 1);
    await runner.finish(lease?.attempt ?? '', success({ commit: FIRST }));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review', pull: null });
    await desk.say('/planwright approve parser', 2);
    expect(await desk.replies()).toEqual(
      Array(2).fill(expect.stringContaining('`parser` does not wait for approval; nothing was changed.')),
    );
    expect(await desk.task('parser')).toMatchObject({ approvedCommit: null });
  });
});
