import { expect, test } from 'vitest';
import { AnswerText, AskedQuestion } from '../../src/protocol/questions.ts';

const asked = {
  source: 'agent',
  text: 'Which?',
  options: ['keep', 'drop'],
  default: 'keep',
  onlyOptions: false,
} as const;

test('a question that an agent may ask', () => {
  expect(AskedQuestion.parse(asked)).toEqual(asked);
});

test.each([
  ['a question', { text: 'Whi\0ch?' }, 'a question is text: leave out the NUL character'],
  ['what is shown beside one', { details: 'a\0b' }, 'details are text: leave out the NUL character'],
  ['an option', { options: ['ke\0ep', 'drop'] }, 'an option is text: leave out the NUL character'],
  ['a default', { default: 'ke\0ep' }, 'a default is text: leave out the NUL character'],
])('%s that a database would cut is refused with what to leave out', (_, wrong, message) => {
  const { error } = AskedQuestion.safeParse({ ...asked, ...wrong });
  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test('an answer that a database would cut is refused with what to leave out', () => {
  const { error } = AnswerText.safeParse('ke\0ep');
  expect(error?.issues.map((issue) => issue.message)).toEqual(['an answer is text: leave out the NUL character']);
});
