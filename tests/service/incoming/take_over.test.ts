import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { by, event, type IncomingDesk, issueBody, pushBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { failure, success } from '../../support/test_service.ts';

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

describe('a task that used up what it may is taken over', () => {
  const BODY =
    '```planwright\nbudget: $10\nretries: 0\n```\n## Tasks\n- [ ] parser: Parse dates (max-cost: $1)\n- [ ] docs: Document it (after parser)\n';
  const dollars = (costMicros: number) => ({
    inputTokens: 10,
    cachedTokens: 0,
    outputTokens: 10,
    costMicros,
    model: null,
  });
  beforeEach(async () => {
    await desk.say('/planwright cancel', 1);
    await desk.settle();
    await desk.deliver(event(issueBody('labeled', 2, { body: BODY })));
    await desk.settle();
  });
  const say = (text: string, second: number) => desk.say(text, second, 'ada', { body: BODY });

  /** Attempts that use more than there is, until nobody tries again. */
  async function usedUp() {
    for (let second = 0; second < 5; second++) {
      const { runner, attempt } = await atWork();
      await runner.use(attempt, dollars(600_000));
      await runner.finish(attempt, failure({ class: 'budget', message: 'Its max-cost is reached.' }));
      await desk.settle();
      const state = (await desk.task('parser'))?.state;
      if (state === 'failed' || state === 'quarantined') return;
      await desk.pass(120_000);
    }
    throw new Error('It does not fail.');
  }
  const spent = async () => {
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease();
    return lease?.limits.budget;
  };

  it('after it failed of that: whoever goes on once it is given back has all of it, and the run counts on', async () => {
    await usedUp();
    const before = await desk.deps.store.read.spentByRun((await desk.run())?.id ?? '');
    expect(before.costMicros).toBeGreaterThanOrEqual(600_000);
    await say('/planwright take parser', 3);
    await say('/planwright budget +5', 4);
    await desk.settle();
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', takeover: { by: 'ada' } });
    await say('/planwright return parser go on', 5);
    expect(await spent()).toMatchObject({ maxCostMicros: 1_000_000, spentMicros: 0, spentTokens: 0 });
    expect(await desk.deps.store.read.spentByRun((await desk.run())?.id ?? '')).toEqual(before);
    expect(await desk.run()).toMatchObject({ budgetMicros: 15_000_000 });
  });

  it('before it ended: what it has used counts on once it is given back', async () => {
    const { runner, attempt } = await atWork();
    await runner.use(attempt, dollars(400_000));
    await say('/planwright take parser', 3);
    const { commit, ...facts } = success();
    await runner.finish(attempt, { ...facts, kind: 'canceled', commit, message: 'It was told to end.' });
    await desk.settle();
    await say('/planwright return parser go on', 4);
    expect(await spent()).toMatchObject({ maxCostMicros: 1_000_000, spentMicros: 400_000 });
  });
});

describe('a task is taken over while what people pushed to it waits to be verified', () => {
  beforeEach(async () => {
    const { runner, attempt } = await atWork();
    desk.answers.merge_task = () => {
      throw new Error('GitHub does not answer.');
    };
    await runner.finish(attempt, success());
    await desk.settle();
    desk.world.heads.set(BRANCH, HEAD);
    await desk.deliver(event(pushBody(BRANCH, HEAD), by('eve')));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: HEAD, commit: 'b'.repeat(40) });
    await desk.say('/planwright take parser', 1);
    await desk.settle();
  });
  const merged = async () =>
    (await desk.effects()).filter(({ kind, commit }) => kind === 'merge_task' && commit === HEAD);

  it('its branch is left at what they pushed, and given back unchanged it is verified, not merged', async () => {
    expect((await published()).at(-1)).toBe(HEAD);
    expect(await desk.task('parser')).toMatchObject({ state: 'blocked', takeover: { kind: 'held', from: HEAD } });
    await desk.say('/planwright return parser', 2);
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: HEAD });
    expect(await merged()).toEqual([]);
    const runner = desk.runner();
    await runner.register();
    const [lease] = await runner.lease();
    expect(lease).toMatchObject({ work: { kind: 'verification' }, startingPoint: { mustContain: [HEAD] } });
  });
});
