import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunView, TaskView } from '../../src/protocol/views.ts';
import { ended, failure, startTestService, success, type TestService } from '../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

/** Dollars, as an agent tells them. */
const used = (dollars: number) => ({
  ...{ inputTokens: 100, cachedTokens: 0, outputTokens: 10, model: 'sonnet' },
  costMicros: Math.round(dollars * 1_000_000),
});

async function begin(budget: string, tasks = ['a', 'b', 'c', 'd']) {
  const list = tasks.map((id) => `- [ ] ${id}: Task ${id}\n`).join('');
  const json = {
    name: 'plan',
    markdown: `\`\`\`planwright\nbudget: ${budget}\n\`\`\`\n\n## Tasks\n${list}`,
    owner: 'ada',
    repository: { name: 'acme/api', cloneUrl: '/r' },
  };
  const { run } = (await (await service.client.api.v1.runs.$post({ json })).json()) as { run: { id: string } };
  await service.settle();
  const runner = service.runner();
  await runner.register();
  const take = async (most: number) => {
    const leased = await runner.lease(most);
    for (const { attempt } of leased) await runner.start(attempt);
    return leased;
  };
  const shown = async () => {
    const answer = await service.client.api.v1.runs[':run'].$get({ param: { run: run.id } });
    return (await answer.json()) as { run: RunView; tasks: readonly TaskView[] };
  };
  const answer = async (text: string) => {
    const param = { run: run.id, question: 'Q1' };
    const request = { param, json: { text, by: 'ada' } };
    return service.client.api.v1.runs[':run'].questions[':question'].answer.$post(request);
  };
  const spend = async (attempt: string, dollars: number) => {
    await runner.use(attempt, used(dollars));
    const { body } = await runner.beat(attempt);
    return body.directives.find((one) => one.attempt === attempt)?.directive;
  };
  return { run: run.id, runner, take, shown, answer, spend };
}

it('part of a budget is kept for each attempt, which may use what is kept for nobody', async () => {
  const { take } = await begin('$8');
  const leased = await take(4);
  const shares = leased.map(({ limits }) => limits.budget?.share?.costMicros);
  expect(shares).toEqual([8_000_000, 6_000_000, 4_000_000, 2_000_000]);
});

it('at 80 % somebody is asked once, everything goes on, and an answer raises the budget', async () => {
  const { take, shown, answer, spend } = await begin('$10');
  const [a, b] = await take(2);
  expect(await spend(a?.attempt ?? '', 7.9)).toEqual({ kind: 'continue' });
  expect((await shown()).run.questions).toEqual([]);
  expect(await spend(a?.attempt ?? '', 8.2)).toEqual({ kind: 'continue' });
  await spend(b?.attempt ?? '', 0.1);
  await service.settle();
  const { run } = await shown();
  expect(run.budget).toEqual({ costMicros: 10_000_000, tokens: null, stage: 'asked' });
  expect(run.questions).toMatchObject([{ n: 1, task: null, source: 'budget', options: ['+$2.5', 'no more'] }]);
  expect(run.questions[0]?.text).toContain('8.20 $ of 10.00 $ are used, and 2.50 $ more are kept');
  expect((await answer('a lot')).status).toBe(400);
  expect((await answer('+$5')).status).toBe(200);
  expect((await shown()).run).toMatchObject({ budget: { costMicros: 15_000_000, stage: 'open' }, questions: [] });
  // Of the new one most is used as well: that is asked anew.
  await spend(a?.attempt ?? '', 12.5);
  expect((await shown()).run.questions).toMatchObject([{ n: 2, source: 'budget' }]);
});

it('whoever wants no more is not asked again', async () => {
  const { take, shown, answer, spend } = await begin('$10');
  const [a] = await take(1);
  await spend(a?.attempt ?? '', 9);
  expect((await answer('no more')).status).toBe(200);
  expect(await spend(a?.attempt ?? '', 10)).toMatchObject({ kind: 'cancel', agentOnly: true });
  await service.settle();
  expect((await shown()).run).toMatchObject({ budget: { costMicros: 10_000_000, stage: 'spent' }, questions: [] });
});

it('at the end agents stop with their work kept, uncounted, nothing begins, and more lets them go on', async () => {
  const { run, runner, take, shown, answer, spend } = await begin('$10');
  const [a, b] = await take(2);
  expect(await spend(b?.attempt ?? '', 1)).toEqual({ kind: 'continue' });
  expect(await spend(a?.attempt ?? '', 9.5)).toMatchObject({ kind: 'cancel', how: 'graceful', agentOnly: true });
  const { body } = await runner.beat(b?.attempt ?? '');
  expect(body.directives[0].directive).toMatchObject({ kind: 'cancel', how: 'graceful' });
  const commit = 'd'.repeat(40);
  for (const lease of [a, b]) await runner.finish(lease?.attempt ?? '', { ...ended('canceled'), commit });
  expect(await take(4)).toEqual([]);
  const { tasks } = await shown();
  expect(tasks.slice(0, 4).map(({ state, failures, waitsFor }) => [state, failures, waitsFor])).toEqual(
    Array.from({ length: 4 }, () => ['ready', 0, 'more budget']),
  );
  expect(tasks[0]?.latest).toMatchObject({ state: 'canceled', class: 'run_budget', commit });
  const events = (await (
    await service.client.api.v1.runs[':run'].events.$get({ param: { run }, query: { limit: '500' } })
  ).json()) as { events: { kind: string }[] };
  expect(events.events.filter(({ kind }) => kind === 'budget_spent')).toHaveLength(1);
  expect((await answer('+$5')).status).toBe(200);
  const again = await take(4);
  expect(again.map(({ task }) => task.key)).toContain('a');
  expect(again.find(({ task }) => task.key === 'a')?.startingPoint.continueFrom).toMatchObject({ commit });
});

it('an attempt that its runner ended for what was left to it goes back uncounted, and no runner makes that up', async () => {
  const { runner, take, shown } = await begin('$10', ['a']);
  const [a] = await take(1);
  const report = {
    ...ended('canceled'),
    kind: 'failed',
    class: 'run_budget',
    message: 'used up',
    usage: used(10),
  } as const;
  expect((await runner.finish(a?.attempt ?? '', report)).status).toBe(200);
  await service.settle();
  const { run, tasks } = await shown();
  expect(run.budget?.stage).toBe('spent');
  expect(tasks[0]).toMatchObject({ state: 'ready', failures: 0, latest: { class: 'run_budget' } });
});

it('what is done is let in though nothing is left', async () => {
  const { runner, take, shown, spend } = await begin('$10', ['a']);
  const [a] = await take(1);
  await spend(a?.attempt ?? '', 11);
  await runner.finish(a?.attempt ?? '', { ...success(), usage: used(11) });
  await service.settle();
  expect((await shown()).tasks[0]).toMatchObject({ state: 'succeeded' });
});

it('nobody is asked any more when nothing is left to do, and anew when something comes back', async () => {
  const { run, runner, take, shown, spend } = await begin('$10', ['a']);
  const [a] = await take(1);
  await spend(a?.attempt ?? '', 9);
  expect((await shown()).run.questions).toMatchObject([{ n: 1, source: 'budget' }]);
  await runner.finish(a?.attempt ?? '', failure({ class: 'refused', usage: used(9) }));
  await service.settle();
  expect((await shown()).run).toMatchObject({ budget: { stage: 'open' }, questions: [] });
  await service.client.api.v1.runs[':run'].tasks[':task'].retry.$post({
    param: { run, task: 'a' },
    json: { by: 'ada' },
  });
  await service.settle();
  expect((await shown()).run).toMatchObject({ budget: { stage: 'asked' }, questions: [{ n: 2 }] });
});
