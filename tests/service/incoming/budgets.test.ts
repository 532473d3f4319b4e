import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markAsked } from '../../support/asking_desk.ts';
import { event, type IncomingDesk, issueBody, PLAN, startIncomingDesk } from '../../support/incoming_desk.ts';
import { ended, failure, success } from '../../support/test_service.ts';

const BUDGETED = `\`\`\`planwright\nbudget: $10\n\`\`\`\n\n${PLAN}`;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: BUDGETED })));
  await desk.settle();
});
afterEach(() => desk.stop());

const events = async () => {
  const run = await desk.run();
  return await desk.deps.store.view.events(run?.id ?? '', 0, 500);
};
const budget = async () => {
  const run = await desk.run();
  return [run?.budgetMicros, run?.budgetTokens, run?.budgetStage];
};

/** `parser` at work, which has used so much, in dollars and tokens. */
async function atWork(dollars: number, outputTokens = 10) {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  const tokens = { inputTokens: 10, cachedTokens: 0, outputTokens };
  await runner.use(attempt, { ...tokens, costMicros: dollars * 1_000_000, model: null });
  await desk.settle();
  return { runner, attempt };
}

describe('/planwright budget', () => {
  it('adds to the budget of the run, sets it, and shows it', async () => {
    await desk.say('/planwright budget +5', 1);
    expect(await budget()).toEqual([15_000_000, null, 'open']);
    await desk.say('/planwright budget $30, 2M tokens', 2);
    expect(await budget()).toEqual([30_000_000, 2_000_000, 'open']);
    await desk.say('/planwright budget +500k tokens', 3);
    expect(await budget()).toEqual([30_000_000, 2_500_000, 'open']);
    await desk.say('/planwright budget', 4);
    expect(await desk.replies()).toEqual([
      expect.stringContaining('0.00 $ of 30.00 $ and 0 of 2.5 M tokens are used.'),
    ]);
    const changed = (await events()).filter(({ kind }) => kind === 'budget_changed');
    expect(changed.map(({ data }) => data.by)).toEqual(['ada', 'ada', 'ada']);
  });

  it('refuses in a line what is no amount, and more tokens where none are bounded', async () => {
    await desk.say('/planwright budget lots', 1);
    await desk.say('/planwright budget +2M tokens', 2);
    expect(await budget()).toEqual([10_000_000, null, 'open']);
    const told = (await desk.replies()).join('\n');
    expect(told).toContain('`/planwright budget lots` names no amount. Write `/planwright budget +$5`');
    expect(told).toContain(
      'no budget of tokens to which something could be added. It has one of money, to which `+$5` adds.',
    );
  });

  it('answers the question for more, and lets agents go on that were stopped', async () => {
    const { runner, attempt } = await atWork(12);
    expect(await desk.run()).toMatchObject({ budgetStage: 'spent' });
    expect((await runner.beat(attempt)).body.directives[0].directive).toMatchObject({ kind: 'cancel' });
    await desk.say('/planwright budget +$10', 1);
    expect(await budget()).toEqual([20_000_000, null, 'open']);
    const told = await events();
    const [answered] = told.filter(({ kind }) => kind === 'question_answered');
    expect(answered?.data).toEqual({ n: 1, answer: '+$10', by: 'ada' });
    expect(told.filter(({ kind }) => kind === 'question_asked')).toHaveLength(1);
  });

  it.each([
    ['a comment', 'Q1 +$5'],
    ['a command', '/planwright answer Q1 +$5'],
    ['a quote', '> **Q1** about the whole plan: more?\n\n+$5'],
  ])('is answered by %s to the question of the whole run as well', async (_, answer) => {
    await atWork(9);
    await markAsked(desk);
    await desk.say(answer, 1);
    expect(await budget()).toEqual([15_000_000, null, 'open']);
    await desk.say('Q1 +$5', 2);
    expect(await budget()).toEqual([15_000_000, null, 'open']);
  });

  it('asks nobody again at once where most of the new budget is used as well', async () => {
    await atWork(9);
    await desk.say('/planwright budget +1', 1);
    await desk.settle();
    expect(await budget()).toEqual([11_000_000, null, 'late']);
    const asked = (await events()).filter(({ kind }) => kind === 'question_asked');
    expect(asked).toHaveLength(1);
  });

  it('that leaves the tokens used up settles nothing, says what is missing, and asks nobody again', async () => {
    await desk.say('/planwright budget $20, 5k tokens', 1);
    await atWork(0.1, 5_990);
    expect((await desk.run())?.budgetStage).toBe('spent');
    await desk.say('/planwright budget $30', 2);
    expect(await budget()).toEqual([30_000_000, 5_000, 'spent']);
    expect((await desk.replies()).at(-1)).toBe(
      'The budget is changed, and agents still wait for more: 0.10 $ of 30.00 $ and 6 k of 5 k tokens are used. `/planwright budget +1500 tokens` lets them go on.',
    );
    await desk.say('Q1 $40', 3);
    expect((await desk.replies()).at(-1)).toBe(
      'That is not enough: 0.10 $ of 40.00 $ and 6 k of 5 k tokens would be used then. Answer for example `+1500 tokens`, or `no more`.',
    );
    await desk.settle();
    expect((await events()).filter(({ kind }) => kind === 'question_asked')).toHaveLength(1);
    await desk.say('Q1 +1500 tokens', 4);
    expect(await budget()).toEqual([30_000_000, 6_500, 'late']);
  });

  it('by those who may not command changes nothing', async () => {
    await atWork(9);
    const before = await desk.everything();
    await desk.say('/planwright budget +500', 1, 'mallory');
    await desk.say('Q1 +$500', 2, 'mallory');
    expect(await desk.everything()).toBe(before);
  });
});

describe('a run that comes back', () => {
  const asked = async () => {
    const rows = await desk.rows("SELECT n, state FROM questions WHERE source = 'budget' ORDER BY n");
    return rows.map(({ n, state }) => `Q${n} ${state}`);
  };

  /** Canceled while its agent was told to end, if it was, and somebody was asked for more. */
  async function canceled(dollars: number) {
    const { runner, attempt } = await atWork(dollars);
    expect(await asked()).toEqual(['Q1 open']);
    await desk.say('/planwright cancel', 1);
    await runner.finish(attempt, ended('canceled'));
    await desk.settle();
    expect([(await desk.run())?.state, await asked()]).toEqual(['canceled', ['Q1 withdrawn']]);
  }

  it.each([
    ['most', 9, 'asked'],
    ['all', 12, 'spent'],
  ])('with %s of its budget used asks for more anew', async (_, dollars, stage) => {
    await canceled(dollars);
    await desk.say('/planwright retry', 2);
    await desk.settle();
    expect([await asked(), await budget()]).toEqual([
      ['Q1 withdrawn', 'Q2 open'],
      [10_000_000, null, stage],
    ]);
    await desk.settle();
    expect(await asked()).toHaveLength(2);
    await desk.say('Q2 +$10', 3);
    expect(await budget()).toEqual([20_000_000, null, 'open']);
  });

  it('asks for more anew where it ended while somebody was asked', async () => {
    const { runner, attempt } = await atWork(9);
    await runner.finish(attempt, failure());
    expect(await desk.task('parser')).toMatchObject({ state: 'retrying' });
    await desk.say('/planwright cancel', 1);
    expect([(await desk.run())?.state, (await budget())[2], await asked()]).toEqual([
      'canceled',
      'asked',
      ['Q1 withdrawn'],
    ]);
    await desk.say('/planwright retry', 2);
    await desk.settle();
    expect([await asked(), (await budget())[2]]).toEqual([['Q1 withdrawn', 'Q2 open'], 'asked']);
  });

  it('from its review with all of its budget used asks for more anew', async () => {
    const plan = `\`\`\`planwright\nbudget: $10\n\`\`\`\n## Tasks\n- [ ] parser: Parse dates\n`;
    desk.answers.offer_run = () => ({ kind: 'offered', pull: 60, ready: true });
    await desk.say('/planwright cancel', 1);
    await desk.deliver(event(issueBody('labeled', 2, { body: plan })));
    await desk.settle();
    const { runner, attempt } = await atWork(12);
    await runner.finish(attempt, success());
    await desk.settle();
    expect([(await desk.run())?.state, await asked()]).toEqual(['in_review', ['Q1 withdrawn']]);
    const more = plan.replace('Parse dates\n', 'Parse dates\n- [ ] docs: Document it\n');
    await desk.deliver(event(issueBody('edited', 3, { body: more })));
    await desk.settle();
    expect([(await desk.run())?.state, await asked()]).toEqual(['running', ['Q1 withdrawn', 'Q2 open']]);
  });

  it('hands nothing to agents meanwhile where all is used', async () => {
    await canceled(12);
    await desk.say('/planwright retry', 2);
    const runner = desk.runner();
    await runner.register();
    expect(await runner.lease()).toEqual([]);
    await desk.settle();
    expect(await runner.lease()).toEqual([]);
  });

  it('whose owner raised the budget when most was used already is not asked at once', async () => {
    const { runner, attempt } = await atWork(9);
    await desk.say('/planwright budget +1', 1);
    await desk.say('/planwright cancel', 2);
    await runner.finish(attempt, ended('canceled'));
    await desk.settle();
    await desk.say('/planwright retry', 3);
    await desk.settle();
    expect([await asked(), await budget()]).toEqual([['Q1 answered'], [11_000_000, null, 'late']]);
  });
});
