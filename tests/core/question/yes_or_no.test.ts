import { describe, expect, it, test } from 'vitest';
import { chooseAnswer } from '../../../src/core/question/choose_answer.ts';

const asks = (source: 'protected_paths' | 'secret_shapes' | 'approve_before' | 'approve_after' | 'no_progress') => {
  const options = {
    protected_paths: ['allow', 'discard'],
    secret_shapes: ['allow', 'discard'],
    approve_before: ['approve', 'skip'],
    approve_after: ['approve', 'reject'],
    no_progress: ['try again', 'leave it'],
  }[source];
  return { n: 3, source, options, onlyOptions: source === 'approve_before' };
};
const SOURCES = ['protected_paths', 'secret_shapes', 'approve_before', 'approve_after'] as const;

describe('a yes is the first option of what is asked to be allowed', () => {
  it.each([
    'yes',
    'Yes.',
    'ok',
    'OK, merge it',
    'sure',
    'Sure, go ahead.',
    'LGTM',
    'lgtm, thanks!',
    'go ahead',
    'merge it',
    'looks good, merge it',
    'Looks good to me',
    'Looks good and approved',
    'yes please',
    'please merge',
    'approved',
    'I approve',
    '**yes**',
    '👍',
    ':+1:',
  ])('%s', (words) => {
    for (const source of SOURCES) expect(chooseAnswer(asks(source), words)).toBe(asks(source).options[0]);
  });
});

describe('a no is the second', () => {
  it.each(['no', 'No.', 'nope', "don't", 'Don’t merge it', 'no, do not do that', 'no thanks'])('%s', (words) => {
    for (const source of SOURCES) expect(chooseAnswer(asks(source), words)).toBe(asks(source).options[1]);
  });
});

describe('what may be a yes is no order to do it over', () => {
  it.each(['yes, but rename it first', 'approve, but rename it first', 'I had a look: looks good, nice names'])(
    '%s',
    (words) => {
      expect(() => chooseAnswer(asks('approve_after'), words)).toThrow(
        'Q3 is not answered yet. Did you mean `approve`? Other words send the work back',
      );
    },
  );

  it.each(['Use week dates', 'No, use week dates', 'do not merge it, rename it first'])('unlike %s', (words) => {
    expect(chooseAnswer(asks('approve_after'), words)).toBe(words);
  });
});

describe('what is protected, or looks like a secret, is discarded only by who says so', () => {
  it.each(['I think so', 'yes, but not the second line', 'use the Makefile'])('%s is asked back', (words) => {
    for (const source of ['protected_paths', 'secret_shapes'] as const) {
      expect(() => chooseAnswer(asks(source), words)).toThrow(
        'Q3 takes 1 `allow` or 2 `discard`. What is to be done instead goes behind the second option: `discard, …`.',
      );
    }
  });

  it.each(['discard, use the Makefile', 'No, use the Makefile.', "don't touch it"])('%s is taken', (words) => {
    expect(chooseAnswer(asks('protected_paths'), words)).toBe(words);
  });
});

test('of whether another attempt is made, yes makes one and no leaves it', () => {
  expect(chooseAnswer(asks('no_progress'), 'yes')).toBe('try again');
  expect(chooseAnswer(asks('no_progress'), 'no')).toBe('leave it');
  expect(chooseAnswer(asks('no_progress'), 'Mock the clock')).toBe('Mock the clock');
  expect(() => chooseAnswer(asks('no_progress'), 'no, it looks good')).toThrow('Did you mean `leave it`?');
  expect(chooseAnswer(asks('no_progress'), 'merge it')).toBe('merge it');
});

test('an agent that asks is told what was said', () => {
  const asked = { n: 3, source: 'agent', options: ['keep', 'drop'], onlyOptions: false } as const;
  expect(chooseAnswer(asked, 'yes')).toBe('yes');
});
