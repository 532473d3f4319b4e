import { expect, it } from 'vitest';
import { git } from '../../support/git_repository.ts';
import { conversationOf, offerTo, stageWithRunner } from './carried_out.ts';
import { commitAt, type RequestChanges } from './runner_fixture.ts';

const stage = stageWithRunner();

/** An attempt of an agent that asks by a tool of its own. */
const asking = (text: string, changes: RequestChanges = {}) => offerTo(stage(), 'asker', text, changes);

it('what an agent asks by its own tool is asked of people, and it goes on with the answer', async () => {
  stage().service.answerQuestions(() => ({ state: 'answered', answer: 'drop', by: 'ada' }));
  const { attempt, attemptRef } = asking('ask');
  expect(await stage().service.outcome(attempt)).toMatchObject({ kind: 'succeeded', summary: 'done' });
  expect(stage().service.asked(attempt)).toEqual([
    { source: 'agent', text: 'Keep legacy_id?', options: ['keep', 'drop'], onlyOptions: false },
  ]);
  const reply = JSON.parse(await git(stage().repository, 'show', `${attemptRef}:reply.json`));
  expect(reply).toMatchObject({
    type: 'control_response',
    response: { request_id: 'r-1', response: { updatedInput: { answers: { 'Keep legacy_id?': 'drop' } } } },
  });
  const kinds = conversationOf(stage().service, attempt).map((event) =>
    event.kind === 'answer' ? `${event.by} answered ${event.question}: ${event.text}` : event.kind,
  );
  const asked = kinds.indexOf('question');
  expect(kinds.slice(asked, asked + 2)).toEqual(['question', 'ada answered Keep legacy_id?: drop']);
});

it('without an answer in time it is interrupted, and ends as blocked with its work kept', async () => {
  stage().service.answerQuestions(() => undefined);
  const { attempt, attemptRef } = asking('ask', { limits: { askWaitMs: 50 } });
  const outcome = await stage().service.outcome(attempt);
  expect(outcome).toMatchObject({
    kind: 'blocked',
    message: expect.stringMatching(/^It waits for an answer to Q\d+: Keep legacy_id\?$/),
    commit: await commitAt(stage(), attemptRef),
  });
  expect(await git(stage().repository, 'show', `${attemptRef}:half.txt`)).toBe('half');
  expect(await git(stage().repository, 'show', `${attemptRef}:reply.json`)).toContain('"subtype":"interrupt"');
  expect(conversationOf(stage().service, attempt).at(-1)).toMatchObject({
    kind: 'interrupted',
    reason: expect.stringMatching(/^It waits for an answer to Q\d+: Keep legacy_id\?$/),
  });
});

it('once it has its answer it is watched again: who then stands still is ended', async () => {
  stage().service.answerQuestions(() => ({ state: 'answered', answer: 'keep', by: 'ada' }));
  const { attempt } = asking('ask and then stand still', { limits: { idleMs: 1_000, timeoutMs: 6_000 } });
  expect(await stage().service.outcome(attempt)).toMatchObject({
    kind: 'failed',
    class: 'idle',
    message: 'agent asker did and said nothing for 1.0s',
  });
});

it('what it asks in one call are questions of their own, in their order, and each gets its answer', async () => {
  stage().service.answerQuestions((text) => ({
    state: 'answered',
    answer: text === 'Since when?' ? 'Since May' : 'keep',
    by: 'ada',
  }));
  const { attempt, attemptRef } = asking('ask two things');
  expect(await stage().service.outcome(attempt)).toMatchObject({ kind: 'succeeded' });
  expect(stage().service.asked(attempt)).toMatchObject([
    { text: 'Keep legacy_id?', options: ['keep', 'drop'] },
    { text: 'Since when?', options: [] },
  ]);
  const reply = JSON.parse(await git(stage().repository, 'show', `${attemptRef}:reply.json`));
  const answers = { 'Keep legacy_id?': 'keep', 'Since when?': 'Since May' };
  expect(reply).toMatchObject({ response: { response: { updatedInput: { answers } } } });
});

it('with one of them unanswered, or both, it is interrupted, and ends as blocked', async () => {
  const limits = { askWaitMs: 50 };
  stage().service.answerQuestions((text) =>
    text === 'Since when?' ? undefined : { state: 'answered', answer: 'keep', by: 'ada' },
  );
  const one = asking('ask two things', { limits });
  expect(await stage().service.outcome(one.attempt)).toMatchObject({
    kind: 'blocked',
    message: expect.stringContaining('Since when?'),
  });
  stage().service.answerQuestions(() => undefined);
  const both = asking('ask two things', { limits });
  expect(await stage().service.outcome(both.attempt)).toMatchObject({
    kind: 'blocked',
    message: expect.stringContaining('It waits for an answer to Q'),
  });
  for (const { attemptRef } of [one, both]) {
    const sent = (await git(stage().repository, 'show', `${attemptRef}:reply.json`)).split('\n');
    expect(sent).toEqual([expect.stringContaining('"subtype":"interrupt"')]);
  }
});
