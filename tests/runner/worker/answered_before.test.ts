import { expect, test } from 'vitest';
import { redactionOf } from '../../../runner/redaction.ts';
import { answeredBefore } from '../../../runner/worker/answered_before.ts';
import type { AnsweredQuestion, AskedQuestion } from '../../../src/protocol/questions.ts';

const answered = (n: number, text: string, more: Partial<AnsweredQuestion> = {}): AnsweredQuestion => ({
  n,
  attempt: 1,
  source: 'agent',
  text,
  options: [],
  details: null,
  answer: 'this',
  by: 'ada',
  ...more,
});

const token = `ghp_${'aB3dE5fG7h'.repeat(4)}`;
const redaction = redactionOf(['the runner has this']);
const before = (text: string, answers: readonly AnsweredQuestion[], source: AskedQuestion['source'] = 'agent') =>
  answeredBefore(answers, { source, text }, redaction)?.n;

test('the last answer to the same words counts', () => {
  const answers = [answered(1, 'Which?'), answered(2, 'Which?'), answered(3, 'Why?')];
  expect(before('Which?', answers)).toBe(2);
  expect(before(' Which?\n', answers)).toBe(2);
  expect(before('Who?', answers)).toBeUndefined();
});

test.each([
  ['a token', token],
  ['a secret of the runner', 'the runner has this'],
])('words that hold %s are found as they were kept', (_, secret) => {
  expect(before(`Is ${secret} right?`, [answered(1, 'Is [secret] right?')])).toBe(1);
});

test('what a runner asks about is not found by its words', () => {
  const source = 'protected_paths';
  expect(before('Which?', [answered(1, 'Which?', { source })])).toBeUndefined();
  expect(before('Which?', [answered(1, 'Which?', { source })], source)).toBeUndefined();
});

test('where the runner does not know a form, what the service takes out is taken out too', () => {
  const asItIs = { text: (text: string) => text };
  const asked = { source: 'agent', text: `Is ${token} right?` } as const;
  expect(answeredBefore([answered(1, 'Is [secret] right?')], asked, asItIs)?.n).toBe(1);
});
