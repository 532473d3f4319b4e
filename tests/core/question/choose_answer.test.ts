import { expect, test } from 'vitest';
import { chooseAnswer } from '../../../src/core/question/choose_answer.ts';

const free = { n: 3, source: 'agent', options: ['Keep it', 'drop'], onlyOptions: false } as const;
const closed = { ...free, onlyOptions: true };

test.each([
  ['an option by its text, in any case', 'keep IT', 'Keep it'],
  ['an option by its number', ' 2 ', 'drop'],
  ['other words as they are', ' rename it ', 'rename it'],
  ['a number among other words as words', '7 times', '7 times'],
  ['an option with what nobody sees in it', 'dr\u200Bop\uFEFF', 'drop'],
  ['words with a joiner that they are written with', 'می\u200Cخواهم بماند', 'می\u200Cخواهم بماند'],
  ['words without what ends a text in a database', 'rename\0 it', 'rename it'],
])('%s', (_, said, means) => {
  expect(chooseAnswer(free, said)).toBe(means);
});

test.each(['rename it', ''])('where only options are taken, `%s` is refused with what there is', (said) => {
  expect(() => chooseAnswer(closed, said)).toThrow(
    'Q3 takes one of its options: 1 `Keep it`, 2 `drop`. Answer by text or number.',
  );
});

test('an option that is a number is meant before the place in the list', () => {
  expect(chooseAnswer({ ...closed, options: ['2', '1'] }, '1')).toBe('1');
});

test.each([
  [free, 'dorp', 'Q3 has no option `dorp`. Did you mean `drop`? An answer of your own takes more than one word then.'],
  [closed, 'drp', 'Q3 has no option `drp`. Did you mean `drop`?'],
])('a word that is nearly an option is refused, for it may be mistyped', (question, said, message) => {
  expect(() => chooseAnswer(question, said)).toThrow(message);
});

test.each(['0', '3', '4000'])('a number that is no option is refused, for it was meant as one: %s', (said) => {
  const there = `Q3 has no option ${said}, only 1 \`Keep it\`, 2 \`drop\`. Answer by text or number.`;
  expect(() => chooseAnswer(closed, said)).toThrow(new RegExp(`${there}$`));
  expect(() => chooseAnswer(free, said)).toThrow(`${there} An answer of your own takes more than one word then.`);
});

test('where nothing is offered a number is an answer', () => {
  expect(chooseAnswer({ ...free, options: [] }, '8080')).toBe('8080');
});

test.each(['', '\0', '\u200B\u2060', '\u3164'])('what nobody sees is no answer: %j', (said) => {
  for (const options of [[], free.options]) {
    expect(() => chooseAnswer({ ...free, options }, said)).toThrow(
      'Q3 is not answered yet: nothing can be seen of the answer.',
    );
  }
});
