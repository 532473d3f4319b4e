import { expect, test } from 'vitest';
import { AttemptQuestions } from '../../../runner/attempt/attempt_questions.ts';
import type { AskResponse } from '../../../src/protocol/ask_messages.ts';
import { HandClock } from '../worker/hand_clock.ts';

const asked = { source: 'agent', text: 'Which?', options: [], onlyOptions: false } as const;

/** Answers in turn; each answer takes as long as it was to wait. */
function world(...answers: readonly AskResponse[]) {
  const clock = new HandClock();
  const sent: { readonly question: string; readonly waitMs: number }[] = [];
  const overdue: string[] = [];
  let ids = 0;
  const questions = new AttemptQuestions({
    clock,
    newId: () => `id-${++ids}`,
    before: () => undefined,
    waitMs: 60_000,
    send: async ({ question, waitMs }) => {
      sent.push({ question, waitMs });
      const answer = answers[sent.length - 1] ?? answers.at(-1);
      if (answer === undefined) throw new Error('There is no answer.');
      if (answer.state === 'open') clock.turnTo(clock.now() + waitMs);
      return answer;
    },
    onOverdue: (message) => overdue.push(message),
  });
  return { clock, questions, sent, overdue };
}

test('is waited for in pieces under one id, and then the attempt ends for it; who does not stop is made to', async () => {
  const { clock, questions, sent, overdue } = world({ state: 'open', n: 3 });
  expect(await questions.ask({ ...asked, options: [] })).toEqual({ kind: 'not_yet', n: 3 });
  expect(sent).toEqual([0, 25_000, 25_000, 10_000].map((waitMs) => ({ question: 'id-1', waitMs })));
  expect(questions.waitsFor).toBe('It waits for an answer to Q3: Which?');
  clock.turnTo(clock.now() + 29_000);
  expect(overdue).toEqual([]);
  clock.turnTo(clock.now() + 1_000);
  expect(overdue).toEqual(['It waits for an answer to Q3: Which?']);
});

test('who has stopped is not ended again', async () => {
  const { clock, questions, overdue } = world({ state: 'open', n: 3 });
  await questions.ask({ ...asked, options: [] });
  questions.close();
  clock.turnTo(clock.now() + 60_000);
  expect(overdue).toEqual([]);
});

test('an answer is handed on, and nothing waits', async () => {
  const { questions } = world({ state: 'open', n: 1 }, { state: 'answered', n: 1, answer: 'this', by: 'ada' });
  expect(await questions.ask({ ...asked, options: [] })).toEqual({ kind: 'answered', n: 1, answer: 'this', by: 'ada' });
  expect(questions.waitsFor).toBeUndefined();
});

test('what was withdrawn while the attempt was given up is asked anew', async () => {
  const { questions, sent } = world(
    { state: 'withdrawn', n: 1 },
    { state: 'answered', n: 2, answer: 'this', by: null },
  );
  expect(await questions.ask({ ...asked, options: [] })).toMatchObject({ kind: 'answered', n: 2 });
  expect(sent.map(({ question }) => question)).toEqual(['id-1', 'id-2']);
});

test('what is asked at once reaches the service one after the other, and one that it does not take holds up none', async () => {
  const known: string[] = [];
  let under = 0;
  const questions = new AttemptQuestions({
    clock: new HandClock(),
    newId: () => 'id',
    before: () => undefined,
    waitMs: 0,
    send: async ({ asked: { text } }) => {
      under += 1;
      await new Promise((resolve) => setImmediate(resolve));
      expect(under).toBe(1);
      under -= 1;
      known.push(text);
      if (text === 'None?') throw new Error('That is no question.');
      return { state: 'answered', n: known.length, answer: text, by: 'ada' };
    },
    onOverdue: () => {},
  });
  const texts = ['First?', 'None?', 'Last?'];
  const replies = await Promise.allSettled(texts.map((text) => questions.ask({ ...asked, options: [], text })));
  expect(replies.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(known).toEqual(texts);
});

test('what an earlier attempt was answered is answered again, and nobody is asked', async () => {
  const questions = new AttemptQuestions({
    clock: new HandClock(),
    newId: () => 'id',
    before: ({ text }) => (text === 'Which?' ? { n: 2, answer: 'this', by: 'ada' } : undefined),
    waitMs: 0,
    send: () => Promise.reject(new Error('It is asked.')),
    onOverdue: () => {},
  });
  const reply = { kind: 'answered', n: 2, answer: 'this', by: 'ada' };
  expect(await questions.ask({ ...asked, options: [] })).toEqual(reply);
  await expect(questions.ask({ ...asked, options: [], text: 'Why?' })).rejects.toThrow('It is asked.');
});
