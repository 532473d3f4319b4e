import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import { startTestService, success, type TestRunner, type TestService } from '../../support/test_service.ts';

let service: TestService;
let runner: TestRunner;
beforeEach(async () => {
  service = await startTestService();
  runner = service.runner();
  await runner.register();
});
afterEach(() => service.stop());

const PLAN = '## Tasks\n- [ ] schema: Migrate\n- [ ] docs: Document (after schema)\n';
const session = { id: 'thread-1', used: { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null } };
const ASKED = { source: 'agent', text: 'Keep legacy_id?', options: ['keep', 'drop'], onlyOptions: true } as const;

async function atWork() {
  const response = await service.client.api.v1.runs.$post({
    json: { name: 'dates', markdown: PLAN, owner: 'ada', repository: { name: 'acme/api', cloneUrl: '/r/api' } },
  });
  const { run } = await response.json();
  await service.settle();
  return { run: run.id, attempt: await leased() };
}

async function leased(): Promise<string> {
  const [request] = await runner.lease(1);
  if (request === undefined) throw new Error('There is nothing to do.');
  await runner.start(request.attempt);
  return request.attempt;
}

async function ask(attempt: string, question: string, more: object = {}, waitMs = 0) {
  const { status, body } = await runner.call('ask', {
    runner: runner.runner,
    attempt,
    question,
    asked: { ...ASKED, ...more },
    waitMs,
  });
  return { status, body: body as unknown as Record<string, unknown> };
}

async function answer(run: string, about: string, text: string) {
  const response = await service.client.api.v1.runs[':run'].questions[':question'].answer.$post({
    param: { run, question: about },
    json: { text, by: 'ada' },
  });
  return { status: response.status, body: (await response.json()) as Record<string, Record<string, unknown>> };
}

async function taskOf(run: string, task = 'schema') {
  const response = await service.client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run, task } });
  return await response.json();
}

const { commit: _, ...facts } = success() as Extract<Outcome, { kind: 'succeeded' }>;
const blocked: Outcome = { ...facts, kind: 'blocked', message: 'It asks: Keep legacy_id?', commit: 'd'.repeat(40) };

describe('a question of an attempt', () => {
  it('is answered while the runner waits, and a repeated call gets the same', async () => {
    const { run, attempt } = await atWork();
    const id = v7();
    expect((await ask(attempt, id)).body).toEqual({ state: 'open', n: 1 });
    const waiting = ask(attempt, id, {}, 20_000);
    expect((await answer(run, 'q1', 'KEEP')).body.question).toMatchObject({ state: 'answered', answer: 'keep' });
    const answered = { state: 'answered', n: 1, answer: 'keep', by: 'ada' };
    expect((await waiting).body).toEqual(answered);
    expect((await ask(attempt, id)).body).toEqual(answered);
    expect((await taskOf(run)).task).toMatchObject({ state: 'running', questions: [] });
  });

  it('blocks its task when the attempt ends for it, and the answer goes to the next attempt with what was done', async () => {
    const { run, attempt } = await atWork();
    expect(await runner.call('session', { runner: runner.runner, attempt, session })).toMatchObject({ status: 200 });
    await ask(attempt, v7());
    expect((await runner.finish(attempt, blocked)).status).toBe(200);
    const { task, attempts, questions } = await taskOf(run);
    expect(task).toMatchObject({ state: 'blocked', failures: 0, questions: [{ n: 1, text: 'Keep legacy_id?' }] });
    expect(attempts).toMatchObject([{ state: 'blocked', class: 'blocked', commit: 'd'.repeat(40) }]);
    expect(questions).toHaveLength(1);
    expect(await runner.lease()).toEqual([]);
    expect((await service.client.api.v1.status.$get().then((response) => response.json())).questions).toMatchObject([
      { run: 'dates', task: 'schema', n: 1 },
    ]);
    await answer(run, 'schema', '2');
    const [request] = await runner.lease(1);
    expect(request).toMatchObject({
      number: 2,
      answers: [{ n: 1, attempt: 1, text: 'Keep legacy_id?', answer: 'drop', by: 'ada' }],
      startingPoint: { continueFrom: { commit: 'd'.repeat(40) } },
    });
    const answers = { title: 'Answers to your questions', text: expect.stringContaining('ada answered:') };
    const stopped = (title: string) => ({ title, text: expect.stringMatching(/attempt 1 stopped to ask/i) });
    // The conversation goes on with the answer; where it is lost, the whole prompt tells it.
    expect(request?.work).toMatchObject({
      prompt: expect.arrayContaining([answers, stopped('What went wrong before')]),
      resume: { session, prompt: [stopped('Go on'), answers] },
    });
  });

  it('that is answered before the attempt ends for it lets the task go on at once', async () => {
    const { run, attempt } = await atWork();
    await ask(attempt, v7());
    await answer(run, '1', 'drop');
    await runner.finish(attempt, blocked);
    expect((await taskOf(run)).task).toMatchObject({ state: 'ready', attempts: 1 });
  });

  it('falls back to its default at the deadline', async () => {
    const { run, attempt } = await atWork();
    await ask(attempt, v7(), { default: 'keep', deadlineMs: 60_000 });
    await runner.finish(attempt, blocked);
    await service.pass(59_000);
    expect((await taskOf(run)).task.state).toBe('blocked');
    await service.pass(1_000);
    expect((await taskOf(run)).task.state).toBe('ready');
    expect((await taskOf(run)).questions).toMatchObject([{ state: 'expired', answer: 'keep', answeredBy: null }]);
    expect((await answer(run, 'Q1', 'drop')).status).toBe(409);
  });

  it('is withdrawn when its attempt ends otherwise, or its task is canceled', async () => {
    const { run, attempt } = await atWork();
    const id = v7();
    await ask(attempt, id);
    await runner.finish(attempt, success());
    expect((await ask(attempt, id)).body).toEqual({ state: 'withdrawn', n: 1 });
    const { status, body } = await answer(run, 'Q1', 'keep');
    expect([status, body.error?.message]).toEqual([409, 'Q1 was withdrawn: nobody waits for the answer any more.']);
  });

  it.each([
    ['no words', { text: ' ' }],
    ['an option twice', { options: ['a', 'A'] }],
    ['a default that is no option', { default: 'other' }],
    ['only options, and none', { options: [] }],
  ])('with %s is refused', async (_name, more) => {
    const { attempt } = await atWork();
    expect(await ask(attempt, v7(), more)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });

  it('is kept and shown without what looks like a token, wherever that stands', async () => {
    const { run, attempt } = await atWork();
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const options = [`use ${token}`, 'ask for another'];
    const more = { text: `May I use ${token}?`, details: `The log has ${token}.`, options, default: `use ${token}` };
    expect((await ask(attempt, v7(), { ...more, deadlineMs: 60_000 })).body).toEqual({ state: 'open', n: 1 });
    const { task, questions } = await taskOf(run);
    expect(questions).toMatchObject([{ text: expect.stringMatching(/^May I use .+\?$/) }]);
    expect(JSON.stringify([task, questions])).not.toContain(token);
  });

  it('of another runner is refused', async () => {
    const { attempt } = await atWork();
    const stranger = service.runner();
    await stranger.register();
    const message = { runner: stranger.runner, attempt, question: v7(), asked: ASKED, waitMs: 0 };
    expect((await stranger.call('ask', message)).body.error.code).toBe('attempt_not_current');
  });
});

describe('an answer', () => {
  it('to a task that asks two things is wanted by number; the task goes on after both', async () => {
    const { run, attempt } = await atWork();
    await ask(attempt, v7());
    await ask(attempt, v7(), { text: 'And the index?' });
    await runner.finish(attempt, blocked);
    const { body } = await answer(run, 'schema', 'keep');
    expect(body.error?.message).toBe(
      '`schema` asks more than one thing: Q1 (`Keep legacy_id?`), Q2 (`And the index?`). Answer by number.',
    );
    await answer(run, 'Q2', 'keep');
    expect((await taskOf(run)).task.state).toBe('blocked');
    await answer(run, 'Q1', 'keep');
    expect((await taskOf(run)).task.state).toBe('ready');
  });

  it('to what nobody asked names what is asked', async () => {
    const { run, attempt } = await atWork();
    expect((await answer(run, 'Q7', 'keep')).body.error).toMatchObject({
      code: 'not_found',
      message: '`dates` has no question or task `Q7`. Nothing is asked in it.',
    });
    await ask(attempt, v7());
    expect((await answer(run, 'docs', 'keep')).body.error?.message).toBe(
      '`dates` has a task `docs`, which asks nothing. It asks Q1 of `schema`.',
    );
  });

  it('that is none of the only options says which there are', async () => {
    const { run, attempt } = await atWork();
    await ask(attempt, v7());
    expect(await answer(run, 'Q1', 'maybe')).toMatchObject({
      status: 400,
      body: { error: { message: 'Q1 takes one of its options: 1 `keep`, 2 `drop`. Answer by text or number.' } },
    });
  });
});
