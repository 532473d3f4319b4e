import { expect, test } from 'vitest';
import { guessableSecrets, guessableWarning, repeatedSecrets } from '../../src/config/secrets.ts';

const long = (letter: string) => letter.repeat(20);

test('each secret is one of its own', () => {
  const four = {
    RUNNER_TOKEN: 'one-same',
    OPERATOR_TOKEN: 'another',
    TICK_SECRET: 'one-same',
    WEBHOOK_SECRET: 'another',
  };
  expect(repeatedSecrets(four).map(({ name, what }) => `${name} ${what}`)).toEqual([
    'TICK_SECRET is the same as RUNNER_TOKEN, so that whoever has one could do what the other is for',
    'WEBHOOK_SECRET is the same as OPERATOR_TOKEN, so that whoever has one could do what the other is for',
  ]);
  expect(repeatedSecrets({ RUNNER_TOKEN: '', OPERATOR_TOKEN: '', TICK_SECRET: undefined })).toEqual([]);
});

test('one that could be guessed is named, and never shown', () => {
  expect(guessableSecrets({ RUNNER_TOKEN: long('a'), TICK_SECRET: '', WEBHOOK_SECRET: undefined })).toBeUndefined();
  const found = guessableSecrets({
    RUNNER_TOKEN: long('a'),
    OPERATOR_TOKEN: 'for-people',
    WEBHOOK_SECRET: 'hush-hush',
  });
  expect(found?.what).toBe('fewer than 20 characters in OPERATOR_TOKEN, WEBHOOK_SECRET, which could be guessed');
  expect(found && guessableWarning(found)).toMatch(/^There are fewer than 20 .* guessed\. Choose longer ones .*\.$/);
});
