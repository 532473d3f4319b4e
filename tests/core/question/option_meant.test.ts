import { describe, expect, it } from 'vitest';
import { beginsWithOption, optionMeant } from '../../../src/core/question/option_meant.ts';

const OPTIONS = ['keep', 'Drop it', 'no', '`npm ci`'];

describe('an option is meant', () => {
  it.each([
    ['keep', 'keep'],
    [' KEEP ', 'keep'],
    ['keep.', 'keep'],
    ['**keep**', 'keep'],
    ['"drop it"', 'Drop it'],
    ['`drop  it`', 'Drop it'],
    ['- [x] drop it', 'Drop it'],
    ['- no', 'no'],
    ['No, thanks', 'no'],
    ['no thank you!', 'no'],
    ['keep for now', 'keep'],
    ['npm ci', '`npm ci`'],
    ['2', 'Drop it'],
    ['(2)', 'Drop it'],
    ['#2', 'Drop it'],
    ['option 2.', 'Drop it'],
  ])('by %j', (words, option) => {
    expect(optionMeant(OPTIONS, words)).toBe(option);
  });

  it.each(['', 'keep it', 'no, keep', 'keep or drop', '5', '0', '2 of them', 'x'.repeat(500), '...'])(
    'but not by %j',
    (words) => {
      expect(optionMeant(OPTIONS, words)).toBeNull();
    },
  );
});

describe('words begin with an option', () => {
  it.each([
    'keep',
    'Keep, but rename it',
    'keep: it is used',
    '**keep**, please do',
    'drop it\nat once',
    'no - not at all',
  ])('in %j', (words) => {
    expect(beginsWithOption(OPTIONS, words)).toBe(true);
  });

  it.each(['keeping it', 'keep an eye on it', 'keep-alive', 'now', 'I say keep', '', 'keep?'])(
    'but not in %j',
    (words) => {
      expect(beginsWithOption(OPTIONS, words)).toBe(false);
    },
  );
});
