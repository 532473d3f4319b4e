import { expect, it } from 'vitest';
import { offerTo, stageWithRunner } from './carried_out.ts';
import { commitAt, type RequestChanges } from './runner_fixture.ts';

const stage = stageWithRunner();

/** An attempt of an agent that counts. */
const counting = (text: string, changes: RequestChanges = {}) => offerTo(stage(), 'counter', text, changes);

it('the end of an attempt says what it has used, as the agent reckons', async () => {
  const { attempt } = counting('answers: 3');
  expect(await stage().service.outcome(attempt)).toMatchObject({
    kind: 'succeeded',
    usage: {
      inputTokens: 2_700,
      cachedTokens: 0,
      outputTokens: 300,
      costMicros: 12_300,
      model: 'claude-sonnet-5-5',
    },
  });
});

it.each([
  ['immediate', 'what it had used by then', null],
  ['graceful', 'what its agent says when it ends', 12_300],
] as const)('an attempt that is canceled, %s, has used %s', async (how, _what, costMicros) => {
  const { attempt } = counting('go on');
  await stage().service.until(() => stage().service.used(attempt)?.inputTokens === 18_000);
  stage().service.direct(attempt, { kind: 'cancel', how, reason: 'enough' });
  expect(await stage().service.outcome(attempt)).toMatchObject({
    kind: 'canceled',
    usage: { inputTokens: 18_000, outputTokens: 2_000, costMicros },
  });
});

it('also one that the service has given up says what it has used, with its work', async () => {
  const { attempt } = counting('go on');
  await stage().service.until(() => stage().service.used(attempt)?.inputTokens === 18_000);
  stage().service.fence(attempt);
  await stage().service.until(() => stage().service.salvages.some((salvaged) => salvaged.attempt === attempt));
  const usage = { inputTokens: 18_000, outputTokens: 2_000 };
  expect(stage().service.salvages.find((salvaged) => salvaged.attempt === attempt)).toMatchObject({ usage });
});

it.each([
  [
    'max-tokens',
    { maxTokens: 5_000, maxCostMicros: null, spentTokens: 2_500, spentMicros: 0, prices: [] },
    '5500 tokens',
  ],
  [
    'max-cost',
    {
      maxTokens: null,
      maxCostMicros: 510_000,
      spentTokens: 0,
      spentMicros: 500_000,
      prices: [{ model: 'claude-sonnet*', input: 2, cached: 0.2, output: 10 }],
    },
    '0.51 $',
  ],
])('an attempt that reaches %s ends with its work kept, and its agent is not to blame', async (limit, budget, used) => {
  const { attempt, attemptRef } = counting('go on', { limits: { budget } });
  const outcome = await stage().service.outcome(attempt);
  expect(outcome).toMatchObject({ kind: 'failed', class: 'budget', commit: await commitAt(stage(), attemptRef) });
  expect(outcome.kind === 'failed' && outcome.message).toContain(`${used} count towards the task's ${limit} of `);
  expect(outcome).not.toHaveProperty('failedProvider');
  expect(outcome.commit).not.toBeNull();
});

it('an agent is not begun where nothing is left, and not ended where it is done anyway', async () => {
  const spent = { maxTokens: 10, maxCostMicros: null, spentTokens: 10, spentMicros: 0, prices: [] };
  const inMoney = { ...spent, maxTokens: null, maxCostMicros: 510_000, spentMicros: 510_000 };
  for (const budget of [spent, inMoney]) {
    const { attempt } = counting('answers: 1', { limits: { budget } });
    const outcome = await stage().service.outcome(attempt);
    expect(outcome).toMatchObject({ kind: 'failed', class: 'budget', changedFiles: 0 });
    expect(outcome).not.toHaveProperty('usage');
  }
  const nearly = { ...spent, maxTokens: null, maxCostMicros: 12_000 };
  const { attempt: done } = counting('answers: 3', { limits: { budget: nearly } });
  expect(await stage().service.outcome(done)).toMatchObject({ kind: 'succeeded', usage: { costMicros: 12_300 } });
  expect(stage().service.log(done)).toContain('nobody knows what claude-sonnet-5-5 costs');
});
