import { expect, test } from 'vitest';
import { promptText } from '../../../src/cli/text/prompt_text.ts';
import type { PromptResponse } from '../../../src/protocol/operator.ts';

const next: PromptResponse = {
  attempt: null,
  state: 'ready',
  agent: null,
  provider: null,
  model: null,
  role: 'coder',
  routing: 'the first of its runner',
  resumed: null,
  parts: [
    { title: 'Your task', text: '- Parse\u001b[2J dates\n    indented' },
    { title: '', text: 'Untitled.' },
  ],
};

test('a prompt is shown part by part, and does nothing to the terminal', () => {
  expect(
    promptText(next),
  ).toBe(`The next attempt would be told this, as things stand: coder, by the first agent of its runner. Why: the first of its runner.

# Your task

- Parse dates
    indented

Untitled.`);
});

test('a conversation that went on is shown with what it was told', () => {
  const resumed = [{ title: 'Go on', text: 'Mend it.' }];
  const text = promptText({ ...next, attempt: 2, agent: 'coder', provider: 'claude', model: 'opus', resumed });
  expect(text).toContain('Attempt 2 was told this: coder, by coder (claude), model opus.');
  expect(text.indexOf('Mend it.')).toBeLessThan(text.indexOf('# Your task'));
});

test.each([
  ['succeeded', 'has succeeded'],
  ['failed', 'has failed'],
  ['canceled', 'was canceled'],
] as const)('of a task that %s there is no next attempt by itself', (state, how) => {
  expect(promptText({ ...next, state }).split(':')[0]).toBe(
    `The task ${how}, so that nobody is told anything more. A further attempt would be told this, as things stand`,
  );
  expect(promptText({ ...next, state, attempt: 2 })).toContain('Attempt 2 was told this:');
});
