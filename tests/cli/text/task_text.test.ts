import { expect, test } from 'vitest';
import { taskText } from '../../../src/cli/text/task_text.ts';
import type { QuestionView } from '../../../src/protocol/questions.ts';
import type { UsageSum } from '../../../src/protocol/usage.ts';
import { attemptView, runView, taskView } from '../progress/views.ts';

test('a task tells of each failure what kind it was, what was being done and which agent itself failed', () => {
  const ofAgent = { class: 'rate_limit', action: 'agent', failedProvider: 'claude', message: 'Enough.' } as const;
  const ofTask = { class: 'verification', action: 'verify', message: '`npm test` exit 1.' } as const;
  const untold = { class: 'lost', message: 'The runner was restarted.' } as const;
  const attempts = [ofAgent, ofTask, untold].map((failure, at) => attemptView({ number: at + 1, ...failure }));
  const lines = taskText({
    run: runView(),
    task: taskView('parser'),
    attempts,
    questions: [],
    pricesAsOf: '2026-11-21',
  }).split('\n');
  expect(lines).toContain('  rate_limit, agent, claude: Enough.');
  expect(lines).toContain('  verification, verify: `npm test` exit 1.');
  expect(lines).toContain('  lost: The runner was restarted.');
});

const used = { inputTokens: 1_000, cachedTokens: 0, outputTokens: 10, model: 'gpt-5.5' };

test('a task says by the prices of which day its cost was reckoned, and of which models there is no price', () => {
  const attempts = [
    attemptView({ number: 1, usage: { ...used, costMicros: 20_000, costBy: 'prices' } }),
    attemptView({ number: 2, usage: { ...used, costMicros: null, costBy: null, model: 'our-own' } }),
    attemptView({ number: 3, usage: { ...used, costMicros: null, costBy: null, model: null } }),
  ];
  const told = (usage: Partial<UsageSum>) => {
    const sum = { ...used, costMicros: 20_000, reckonedMicros: 0, unpricedAttempts: 0, ...usage };
    return taskText({
      run: runView(),
      task: taskView('parser', { usage: sum }),
      attempts,
      questions: [],
      pricesAsOf: '2026-11-21',
    });
  };
  expect(told({ reckonedMicros: 20_000 })).toContain('else by list prices of 2026-11-21.\n');
  const text = told({});
  expect(text).not.toContain('2026-11-21');
  expect(text).toContain('  used 1 k tokens read, 10 written; about 0.02 $\n');
  expect(text).toContain('cost unknown, for there is no price of `our-own`\n');
  expect(text).toContain('cost unknown, for its agent names no model');
});

test('what is to be looked at for an answer stands below an open question, so many lines of it', () => {
  const question = (source: QuestionView['source'], details: string, state: QuestionView['state'] = 'open') => {
    const asked = { n: 3, task: 'parser', attempt: 1, text: 'May it?', options: ['allow'], onlyOptions: false };
    const settled = { default: 'Allow', deadlineAt: 7_200_000, answer: 'allow', answeredBy: 'ada', settledAt: null };
    return { ...asked, ...settled, askedAt: 0, source, details, state };
  };
  const told = (...questions: QuestionView[]) =>
    taskText({ run: runView(), task: taskView('parser'), attempts: [], questions, pricesAsOf: '2026-11-21' });
  const diff = ['-old', '+  new \u001b[31m', ...Array.from({ length: 300 }, (_, at) => ` line ${at}`)].join('\n');
  const text = told(question('protected_paths', diff));
  expect(text).toContain('planwright answer Q3 allow\n  | -old\n  | +  new\n  |  line 0\n');
  expect(text).toMatch(/\n {2}\| {2}line 197\n {2}\| … 102 more lines: --json has all$/);
  expect(told(question('secret_shapes', 'a digest'))).not.toContain('a digest');
  expect(text).toContain(
    'Q3: May it? [allow] (Allow counts from 02:00 UTC) waits for an answer: planwright answer Q3 allow',
  );
  const answered = told(question('agent', 'a table', 'answered'));
  expect(answered).not.toMatch(/a table|counts from/);
});
