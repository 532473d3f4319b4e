import { afterEach, beforeEach, expect, it } from 'vitest';
import { showTasks } from '../../../src/service/views/explain_ready.ts';
import { requireRun } from '../../../src/service/views/find.ts';
import { by, event, type IncomingDesk, issueBody, pushBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { ended } from '../../support/test_service.ts';

const BUDGET = 'repository-budget: { cost: $10, per: month }';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.world.files = { own: BUDGET, organisation: null };
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
});
afterEach(() => desk.stop());

/** `parser` at work, which has used all that the repository may use, and was told to end. */
async function stopped() {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  const attempt = lease?.attempt ?? '';
  await runner.start(attempt);
  const tokens = { inputTokens: 10, cachedTokens: 0, outputTokens: 10 };
  await runner.use(attempt, { ...tokens, costMicros: 10_000_000, model: null });
  await desk.settle();
  const { body } = await runner.beat(attempt);
  expect(body.directives[0].directive).toMatchObject({ kind: 'cancel', how: 'graceful', agentOnly: true });
  await runner.finish(attempt, { ...ended('canceled'), commit: 'd'.repeat(40) });
  await desk.settle();
  return runner;
}

async function waits() {
  const run = await desk.run();
  const tasks = await showTasks(desk.deps, await requireRun(desk.deps, run?.id ?? ''));
  return tasks.map(({ state, waitsFor }) => [state, waitsFor]);
}

it('stops the agents of all plans when it is used up, with their work kept, and says what they wait for', async () => {
  const runner = await stopped();
  expect(await runner.lease()).toEqual([]);
  expect((await waits())[0]).toEqual([
    'ready',
    'the next month, or more `repository-budget`: 10.00 $ of 10.00 $ that all plans of the repository may use in 2027-01 are used',
  ]);
  expect((await desk.events()).filter((kind) => kind === 'budget_spent')).toHaveLength(1);
  expect(await desk.run()).toMatchObject({ state: 'running', budgetStage: 'open' });
});

it('that is used up is told whoever asks for the budget of a plan, or changes it', async () => {
  await stopped();
  const together =
    'All plans of the repository have used 10.00 $ of 10.00 $ in 2027-01: agents wait for the next month, or for a higher `repository-budget` in the settings on the default branch.';
  await desk.say('/planwright budget', 1);
  await desk.say('/planwright budget $30', 2);
  expect(await desk.replies()).toEqual([
    `This run has no budget; 10.00 $ and 20 tokens are used. ${together}`,
    `The budget is changed. ${together}`,
  ]);
});

it('that is raised in the settings lets them go on at once, and with a mistake stays as it was', async () => {
  const runner = await stopped();
  desk.world.files = { own: 'repository-budget: { cost: much }', organisation: null };
  await desk.deliver(event(pushBody('main')));
  expect(await runner.lease()).toEqual([]);
  desk.world.files = { own: BUDGET, organisation: null };
  await desk.deliver(event(pushBody('main')));
  expect(await runner.lease()).toEqual([]);
  desk.world.files = { own: null, organisation: 'repository-budget: { cost: $20 }' };
  await desk.deliver(event(pushBody('topic')));
  expect(await runner.lease()).toEqual([]);
  const ofAll = { id: 78, name: 'acme/.github', cloneUrl: 'https://github.com/acme/.github.git' };
  await desk.deliver(event(pushBody('main'), { repository: ofAll }));
  const [lease] = await runner.lease();
  expect(lease?.task.key).toBe('parser');
  expect(lease?.limits.budget?.share).toEqual({ costMicros: 10_000_000, tokens: null });
  expect(lease?.startingPoint.continueFrom).toMatchObject({ commit: 'd'.repeat(40) });
});

it('is changed by no event of people without permission', async () => {
  desk.world.files = { own: null, organisation: null };
  const before = await desk.everything();
  await desk.deliver(event(issueBody('edited', 1), by('mallory')));
  expect(await desk.everything()).toBe(before);
});
