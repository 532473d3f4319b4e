import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import {
  ended,
  failure,
  LEASE_MS,
  startTestService,
  success,
  type TestRunner,
  type TestService,
} from '../../support/test_service.ts';

let service: TestService;
let runner: TestRunner;
beforeEach(async () => {
  service = await startTestService();
  runner = service.runner({ slots: 1 });
  await runner.register();
});
afterEach(() => service.stop());

const SETTINGS = 'agents:\n  orchestrator: { provider: script }\n';
const PLAN =
  'Old clients read `legacy_id`.\n\n## Tasks\n- [ ] schema: Migrate\n  Mind the clients.\n- [ ] docs: Document (after schema)\n';
const ASKED = { source: 'agent', text: 'Keep legacy_id?', options: ['keep', 'drop'], onlyOptions: true } as const;
const BY = 'the orchestrator';

type Asking = { settings?: string; more?: object; plan?: string; used?: number };

/** `used`: dollars that the attempt has used before it asks. */
async function asking({ settings = SETTINGS, more = {}, plan = PLAN, used = 0 }: Asking = {}) {
  const json = { name: 'dates', markdown: plan, owner: 'ada', settings };
  const repository = { name: 'acme/api', cloneUrl: '/r/api' };
  const response = await service.client.api.v1.runs.$post({ json: { ...json, repository } });
  const { run } = await response.json();
  await service.settle();
  const [request] = await runner.lease(1);
  const attempt = request?.attempt ?? '';
  await runner.start(attempt);
  if (used > 0) await spend(attempt, used);
  const question = v7();
  const ask = async (again: object = {}) => {
    const asked = { ...ASKED, ...more, ...again };
    const { body } = await runner.call('ask', { runner: runner.runner, attempt, question, asked, waitMs: 0 });
    return body as unknown as Record<string, unknown>;
  };
  expect(await ask()).toEqual({ state: 'open', n: expect.any(Number) });
  return { run: run.id, attempt, ask };
}

/** The attempt tells what it has used by now, in dollars, and the service does what that calls for. */
async function spend(attempt: string, dollars: number): Promise<void> {
  const tokens = { inputTokens: 10, cachedTokens: 0, outputTokens: 10, model: null };
  await runner.use(attempt, { ...tokens, costMicros: dollars * 1_000_000 });
  await service.settle();
}

/** The orchestrator begins to look at what is asked. */
async function looking(): Promise<ExecutionRequest> {
  const [request] = await runner.leaseOrchestrator();
  if (request === undefined) throw new Error('Nothing is to be answered.');
  await runner.start(request.attempt);
  return request;
}

const says = (outputs: Record<string, string>) => success({ commit: null, changedFiles: 0, outputs });

async function answer(run: string, text: string) {
  const response = await service.client.api.v1.runs[':run'].questions[':question'].answer.$post({
    param: { run, question: 'Q1' },
    json: { text, by: 'ada' },
  });
  return { status: response.status, body: (await response.json()) as Record<string, Record<string, unknown>> };
}

async function taskOf(run: string) {
  const response = await service.client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run, task: 'schema' } });
  return await response.json();
}

const questionOf = async (run: string) => (await taskOf(run)).questions[0];
const { commit: _, ...facts } = success() as Extract<Outcome, { kind: 'succeeded' }>;
const blocked: Outcome = { ...facts, kind: 'blocked', message: 'It asks: Keep legacy_id?', commit: 'd'.repeat(40) };

describe('the orchestrator', () => {
  it('answers first, from the whole plan, with one slot in all: the agent that waits hears it', async () => {
    const { run, ask } = await asking();
    expect(await questionOf(run)).toMatchObject({ state: 'open', isWithOrchestrator: true });
    const request = await looking();
    expect(request).toMatchObject({ readOnly: true, allowNoChange: true, limits: { timeoutMs: 300_000 } });
    const told = JSON.stringify(request.work);
    for (const part of ['Keep legacy_id?', 'Mind the clients.', 'Old clients read', '1. keep', '### docs (pending)']) {
      expect(told).toContain(part);
    }
    await runner.finish(request.attempt, says({ answer: '1' }));
    expect(await ask()).toEqual({ state: 'answered', n: 1, answer: 'keep', by: BY });
    expect(await questionOf(run)).toMatchObject({ state: 'answered', answer: 'keep', answeredBy: BY });
  });

  it('lets a blocked task go on by its answer, and is seen nowhere among the tasks', async () => {
    const { run, attempt } = await asking();
    const request = await looking();
    await runner.finish(attempt, blocked);
    expect((await taskOf(run)).task.state).toBe('blocked');
    await runner.finish(request.attempt, says({ answer: 'drop' }));
    const [next] = await runner.lease(1);
    expect(next).toMatchObject({ number: 2, answers: [{ answer: 'drop', by: BY }] });
    const { tasks } = await (await service.client.api.v1.runs[':run'].$get({ param: { run } })).json();
    expect(tasks.map(({ key }) => key)).toEqual(['schema', 'docs']);
  });

  it('looks once at what two tasks ask, and answers both', async () => {
    const { run, ask } = await asking({ plan: '## Tasks\n- [ ] schema: Migrate\n- [ ] docs: Document\n' });
    const other = service.runner({ slots: 1 });
    await other.register();
    const [work] = await other.lease(1);
    await other.start(work?.attempt ?? '');
    const question = v7();
    const askAlike = async () => {
      const message = { runner: other.runner, attempt: work?.attempt ?? '', question, asked: ASKED, waitMs: 0 };
      return (await other.call('ask', message)).body;
    };
    expect(await askAlike()).toEqual({ state: 'open', n: 1 });
    const request = await looking();
    expect([...(await runner.leaseOrchestrator()), ...(await other.leaseOrchestrator())]).toEqual([]);
    await runner.finish(request.attempt, says({ answer: 'keep' }));
    const answered = { state: 'answered', n: 1, answer: 'keep', by: BY };
    expect([await ask(), await askAlike()]).toEqual([answered, answered]);
    expect(await questionOf(run)).toMatchObject({ answeredBy: BY });
  });

  const passed = { state: 'open', answer: null };
  it.each([
    [
      'passes it on',
      () => says({ pass: 'Only the owner knows.' }),
      'looked first and passed it on: Only the owner knows.',
    ],
    ['says nothing', () => says({}), 'said nothing.'],
    ['answers what is no option', () => says({ answer: 'burn it' }), 'gave an answer that is none: '],
    ['fails', () => failure(), 'did not answer: '],
    ['takes too long', () => ended('timed_out'), 'did not answer: '],
  ])('leaves it to people at once where it %s', async (_name, outcome, why) => {
    const { run } = await asking();
    const request = await looking();
    await runner.finish(request.attempt, outcome());
    const question = await questionOf(run);
    expect(question).toMatchObject(passed);
    expect(question).not.toHaveProperty('isWithOrchestrator');
    expect(question).toMatchObject({ passedOn: expect.stringContaining(`The orchestrator ${why}`) });
    expect(await runner.leaseOrchestrator()).toEqual([]);
    expect((await answer(run, 'keep')).status).toBe(200);
  });

  it('leaves it to people where nobody has a place for it in a minute', async () => {
    const { run, attempt } = await asking();
    const seconds = async (count: number) => {
      for (let second = 0; second < count; second += 1) {
        await runner.beat(attempt);
        await service.pass(1_000);
      }
    };
    await seconds(59);
    expect(await questionOf(run)).toHaveProperty('isWithOrchestrator', true);
    await seconds(2);
    expect(await questionOf(run)).toMatchObject(passed);
    expect(await questionOf(run)).not.toHaveProperty('isWithOrchestrator');
    expect(await runner.leaseOrchestrator()).toEqual([]);
  });

  const budgeted = `\`\`\`planwright\nbudget: $10\n\`\`\`\n\n${PLAN}`;
  const ofRepository = `${SETTINGS}repository-budget: { cost: $10 }\n`;
  it.each([
    ['the run', { plan: budgeted }],
    ['the repository', { settings: ofRepository }],
  ])('is not asked when no budget of %s is left', async (_name, over) => {
    const { run } = await asking({ ...over, used: 10 });
    expect(await questionOf(run)).toMatchObject(passed);
    expect(await questionOf(run)).not.toMatchObject({ isWithOrchestrator: true });
    expect(await runner.leaseOrchestrator()).toEqual([]);
  });

  it('leaves it to people at once when no budget is left before it begins', async () => {
    const { run, attempt } = await asking({ plan: budgeted });
    expect(await questionOf(run)).toMatchObject({ isWithOrchestrator: true });
    await spend(attempt, 10);
    await service.settle();
    expect(await questionOf(run)).toMatchObject(passed);
    expect(await questionOf(run)).not.toMatchObject({ isWithOrchestrator: true });
    expect(await runner.leaseOrchestrator()).toEqual([]);
  });

  it('leaves it to people when it is stopped since no budget is left', async () => {
    const { run, attempt } = await asking({ plan: budgeted });
    const request = await looking();
    await spend(attempt, 10);
    await runner.finish(request.attempt, ended('canceled'));
    await service.settle();
    expect(await questionOf(run)).toMatchObject(passed);
    expect(await questionOf(run)).not.toMatchObject({ isWithOrchestrator: true });
  });

  it('leaves it to people where its runner is gone', async () => {
    const { run, attempt } = await asking();
    const request = await looking();
    for (let second = 0; second < 70; second += 10) {
      await runner.beat(attempt);
      await service.pass(10_000);
    }
    expect((await runner.finish(request.attempt, says({ answer: 'keep' }))).status).toBe(409);
    const question = await questionOf(run);
    expect(question).toMatchObject(passed);
    expect(question).not.toHaveProperty('isWithOrchestrator');
  });

  it('ends when a person was quicker, and its answer counts no more', async () => {
    const { run } = await asking();
    const request = await looking();
    expect((await answer(run, 'drop')).status).toBe(200);
    await service.pass(1_000);
    const { body } = await runner.beat(request.attempt);
    expect(body.directives[0]).toMatchObject({ directive: { kind: 'cancel', how: 'graceful' } });
    expect((await runner.finish(request.attempt, says({ answer: 'keep' }))).status).toBe(200);
    expect(await questionOf(run)).toMatchObject({ answer: 'drop', answeredBy: 'ada' });
  });

  it('is not handed what was withdrawn, and lets the run end', async () => {
    const { run, attempt } = await asking();
    await runner.finish(attempt, success());
    await service.pass(1_000);
    expect(await runner.leaseOrchestrator()).toEqual([]);
    const cancel = { param: { run }, json: { how: 'graceful', by: 'ada' } } as const;
    await service.client.api.v1.runs[':run'].cancel.$post(cancel);
    await service.pass(1_000);
    const ended = await (await service.client.api.v1.runs[':run'].$get({ param: { run } })).json();
    expect(ended.run.state).toBe('canceled');
  });

  it.each([
    ['where none is configured', { settings: 'agents:\n  coder: { provider: script }\n' }],
    ['where no runner has it', { settings: 'agents:\n  orchestrator: { provider: other }\n' }],
    ['about protected paths', { more: { source: 'protected_paths' } }],
  ])('is not asked %s', async (_name, over) => {
    const { run } = await asking(over);
    expect(await questionOf(run)).not.toHaveProperty('isWithOrchestrator');
    expect(await runner.leaseOrchestrator()).toEqual([]);
  });

  it('asks nobody itself', async () => {
    await asking();
    const { attempt } = await looking();
    const message = { runner: runner.runner, attempt, question: v7(), asked: ASKED, waitMs: 0 };
    expect((await runner.call('ask', message)).body.error.code).toBe('not_allowed_in_state');
  });
});

describe('an answer of the orchestrator', () => {
  const answered = async () => {
    const { attempt, ...rest } = await asking();
    const request = await looking();
    await runner.finish(request.attempt, says({ answer: 'keep' }));
    return { attempt, ...rest };
  };

  it('is simply replaced until the next attempt has it', async () => {
    const { run, attempt } = await answered();
    await runner.finish(attempt, blocked);
    expect((await answer(run, 'drop')).body.question).toMatchObject({
      answer: 'drop',
      answeredBy: 'ada',
      overruled: 'keep',
    });
    const [next] = await runner.lease(1);
    expect(next?.answers).toMatchObject([{ answer: 'drop', by: 'ada', overruled: 'keep' }]);
    expect((await answer(run, 'keep')).status).toBe(409);
  });

  it('is overruled while an attempt works with it: that one ends with its work kept, and the next goes on with the other', async () => {
    const { run, attempt } = await answered();
    const session = { id: 'thread-1', used: { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null } };
    await runner.call('session', { runner: runner.runner, attempt, session });
    expect((await answer(run, 'drop')).status).toBe(200);
    const { body } = await runner.beat(attempt);
    expect(body.directives[0]).toMatchObject({
      directive: { kind: 'cancel', how: 'graceful', reason: expect.stringContaining('overruled') },
    });
    await runner.finish(attempt, { ...ended('canceled'), commit: 'd'.repeat(40) } as Outcome);
    const { task, attempts } = await taskOf(run);
    expect(task).toMatchObject({ state: 'ready', failures: 0 });
    expect(attempts).toMatchObject([{ class: 'overruled' }]);
    const [next] = await runner.lease(1);
    expect(next).toMatchObject({ number: 2, startingPoint: { continueFrom: { commit: 'd'.repeat(40) } } });
    const text = expect.stringMatching(/ada answered:.*drop.*overrules.*keep/s);
    expect(next?.work).toMatchObject({
      resume: { session, prompt: expect.arrayContaining([{ title: 'Answers to your questions', text }]) },
    });
  });

  it('is overruled while the attempt that works with it is given up: should its runner be heard of again, that ends', async () => {
    const { run, attempt } = await answered();
    await service.pass(2 * LEASE_MS);
    expect((await taskOf(run)).attempts).toMatchObject([{ state: 'lost' }]);
    expect((await answer(run, 'drop')).status).toBe(200);
    expect((await runner.beat(attempt)).body.directives[0]).toMatchObject({
      directive: { kind: 'cancel', how: 'graceful', reason: expect.stringContaining('overruled') },
    });
    await runner.finish(attempt, ended('canceled'));
    const [next] = await runner.lease(1);
    expect(next).toMatchObject({ number: 2, answers: [{ answer: 'drop' }] });
  });

  it("is a person's who says the same, and nothing is interrupted", async () => {
    const { run, attempt } = await answered();
    const { question } = (await answer(run, 'keep')).body;
    expect(question).toMatchObject({ answer: 'keep', answeredBy: 'ada' });
    expect(question).not.toHaveProperty('overruled');
    expect((await runner.beat(attempt)).body.directives[0]).toMatchObject({ directive: { kind: 'continue' } });
  });

  it('is overruled also where the attempt that works with it is done before it hears of that', async () => {
    const { run, attempt } = await answered();
    expect((await answer(run, 'drop')).status).toBe(200);
    await runner.finish(attempt, success());
    const { task, attempts } = await taskOf(run);
    expect(task).toMatchObject({ state: 'ready', failures: 0 });
    expect(attempts).toMatchObject([{ state: 'canceled', class: 'overruled' }]);
    const [next] = await runner.lease(1);
    expect(next).toMatchObject({
      number: 2,
      answers: [{ answer: 'drop' }],
      startingPoint: { continueFrom: { commit: 'b'.repeat(40) } },
    });
  });

  it('stands where the work is in', async () => {
    const { run, attempt } = await answered();
    await runner.finish(attempt, success());
    const { status, body } = await answer(run, 'drop');
    expect([status, body.error?.message]).toEqual([
      409,
      'Q1 was answered by the orchestrator (`keep`), and the work of `schema` is done with that. To have it otherwise, say so in a further task.',
    ]);
  });
});
