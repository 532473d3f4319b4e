import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { by, event, type IncomingDesk, issueBody, pushBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const BRANCH = 'planwright/40/parser';
const HEAD = 'e'.repeat(40);

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
});
afterEach(() => desk.stop());

const published = async () =>
  (await desk.effects()).flatMap((effect) => (effect.kind === 'publish_task' ? [effect.commit] : []));

async function atWork() {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  return { runner, attempt };
}

describe('a task is taken over', () => {
  it('before it started: its branch stands where its first attempt would, and nothing of it is handed out', async () => {
    await desk.say('/planwright take parser', 1);
    await desk.settle();
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', takeover: { kind: 'held', by: 'ada' } });
    expect(await published()).toEqual([(await desk.run())?.integrationHead]);
    expect((await desk.task('parser'))?.takeover).toMatchObject({ from: (await desk.run())?.integrationHead });
    expect((await desk.replies())[0]).toContain(`git switch ${BRANCH}`);
    const runner = desk.runner();
    await runner.register();
    expect(await runner.lease()).toEqual([]);
    await desk.say('/planwright retry parser', 2);
    expect((await desk.replies())[1]).toContain('is in the hands of ada');
  });

  it('while it is at work: the agent stops, what it has done is left, and the agent goes on from what was pushed', async () => {
    const { runner, attempt } = await atWork();
    await desk.say('/planwright take parser', 1);
    const { body } = await runner.beat(attempt);
    expect(body.directives[0]?.directive).toEqual({
      kind: 'cancel',
      how: 'graceful',
      reason: 'A person took the task over.',
    });
    const { commit, ...facts } = success();
    await runner.finish(attempt, { ...facts, kind: 'canceled', commit, message: 'It was told to end.' });
    await desk.settle();
    expect(await published()).toEqual([commit]);
    await desk.deliver(event(pushBody(BRANCH, HEAD), by('eve')));
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', pushed: HEAD });
    desk.world.heads.set(BRANCH, HEAD);
    await desk.say('/planwright return parser please finish the tests', 2, 'ada');
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: HEAD, commit: HEAD });
    const [lease] = await runner.lease();
    expect(lease?.startingPoint.continueFrom?.commit).toBe(HEAD);
    expect(lease?.startingPoint).not.toHaveProperty('trusted');
    const prompt = JSON.stringify(lease?.work);
    for (const told of ['please finish the tests', `what ${BRANCH} brought`, `commit ${HEAD}`]) {
      expect(prompt).toContain(told);
    }
  });

  it('and given back in its pull request without its key, with every word said to the agent', async () => {
    await desk.say('/planwright take parser', 1);
    await desk.settle();
    await desk.overwrite(`UPDATE tasks SET pull = 41 WHERE key = 'parser'`);
    await desk.say('/planwright return finish the tests', 2, 'ada', { number: 41, isPull: true });
    expect(await desk.task('parser')).toMatchObject({ takeover: { kind: 'returned', words: 'finish the tests' } });
  });

  it('of a run that has ended only while its issue is open, for taking sets it going', async () => {
    await desk.say('/planwright cancel', 1);
    await desk.settle();
    const ended = (await desk.run())?.state;
    await desk.say('/planwright take parser', 2, 'ada', { state: 'closed' });
    expect((await desk.replies()).at(-1)).toContain('issue #40 is closed');
    expect([ended, (await desk.run())?.state]).toEqual(['canceled', 'canceled']);
  });

  it('and taken from nobody by those who may not command', async () => {
    const before = await desk.everything();
    await desk.say('/planwright take parser', 1, 'mallory');
    expect(await desk.everything()).toBe(before);
    await desk.say('/planwright take parser', 2);
    const taken = await desk.everything();
    await desk.say('/planwright return parser', 3, 'mallory');
    expect(await desk.everything()).toBe(taken);
  });

  it('and skipped or canceled by whoever may, whoever has it', async () => {
    await desk.say('/planwright take parser', 1);
    await desk.say('/planwright skip parser', 2);
    expect(await desk.task('parser')).toMatchObject({ state: 'skipped', takeover: null });
    expect(await desk.task('docs')).toMatchObject({ state: 'ready' });
    await desk.say('/planwright take docs\n/planwright cancel docs', 3);
    expect(await desk.task('docs')).toMatchObject({ state: 'canceled', takeover: null });
  });
});
