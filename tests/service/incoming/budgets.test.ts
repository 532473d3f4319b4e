import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  PLAN,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

const BUDGETED = `\`\`\`planwright\nbudget: $10\n\`\`\`\n\n${PLAN}`;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: BUDGETED })));
  await desk.settle();
});
afterEach(() => desk.stop());

const say = (body: string, second: number, who = 'ada') =>
  desk.deliver(event(commentBody(body, second), by(who, false)));
const replies = async () => (await desk.effects()).flatMap(({ kind, text }) => (kind === 'reply' ? [text] : []));
const events = async () => {
  const run = await desk.run();
  return await desk.deps.store.view.events(run?.id ?? '', 0, 500);
};
const budget = async () => {
  const run = await desk.run();
  return [run?.budgetMicros, run?.budgetTokens, run?.budgetStage];
};

/** `parser` at work, which has used so much, in dollars. */
async function atWork(dollars: number) {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  const tokens = { inputTokens: 10, cachedTokens: 0, outputTokens: 10 };
  await runner.use(attempt, { ...tokens, costMicros: dollars * 1_000_000, model: null });
  await desk.settle();
  return { runner, attempt };
}

describe('/planwright budget', () => {
  it('adds to the budget of the run, sets it, and shows it', async () => {
    await say('/planwright budget +5', 1);
    expect(await budget()).toEqual([15_000_000, null, 'open']);
    await say('/planwright budget $30, 2M tokens', 2);
    expect(await budget()).toEqual([30_000_000, 2_000_000, 'open']);
    await say('/planwright budget +500k tokens', 3);
    expect(await budget()).toEqual([30_000_000, 2_500_000, 'open']);
    await say('/planwright budget', 4);
    expect(await replies()).toEqual([expect.stringContaining('0.00 $ of 30.00 $ and 0 of 2.5 M tokens are used.')]);
    const changed = (await events()).filter(({ kind }) => kind === 'budget_changed');
    expect(changed.map(({ data }) => data.by)).toEqual(['ada', 'ada', 'ada']);
  });

  it('refuses in a line what is no amount, and more tokens where none are bounded', async () => {
    await say('/planwright budget lots', 1);
    await say('/planwright budget +2M tokens', 2);
    expect(await budget()).toEqual([10_000_000, null, 'open']);
    const told = (await replies()).join('\n');
    expect(told).toContain('`/planwright budget [+$5]`');
    expect(told).toContain('no budget of tokens');
  });

  it('answers the question for more, and lets agents go on that were stopped', async () => {
    const { runner, attempt } = await atWork(12);
    expect(await desk.run()).toMatchObject({ budgetStage: 'spent' });
    expect((await runner.beat(attempt)).body.directives[0].directive).toMatchObject({ kind: 'cancel' });
    await say('/planwright budget +$10', 1);
    expect(await budget()).toEqual([20_000_000, null, 'open']);
    const told = await events();
    const [answered] = told.filter(({ kind }) => kind === 'question_answered');
    expect(answered?.data).toEqual({ n: 1, answer: '+$10', by: 'ada' });
    expect(told.filter(({ kind }) => kind === 'question_asked')).toHaveLength(1);
  });

  it('is answered by a comment to the question as well', async () => {
    await atWork(9);
    await say('Q1 +$5', 1);
    expect(await budget()).toEqual([15_000_000, null, 'open']);
    await say('Q1 +$5', 2);
    expect(await budget()).toEqual([15_000_000, null, 'open']);
  });

  it('asks nobody again at once where most of the new budget is used as well', async () => {
    await atWork(9);
    await say('/planwright budget +1', 1);
    await desk.settle();
    expect(await budget()).toEqual([11_000_000, null, 'late']);
    const asked = (await events()).filter(({ kind }) => kind === 'question_asked');
    expect(asked).toHaveLength(1);
  });

  it('by those who may not command changes nothing', async () => {
    await atWork(9);
    const before = await desk.everything();
    await say('/planwright budget +500', 1, 'mallory');
    await say('Q1 +$500', 2, 'mallory');
    expect(await desk.everything()).toBe(before);
  });
});
