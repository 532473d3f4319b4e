import { expect, test } from 'vitest';
import { unmatchedText } from '../../../src/cli/text/token_line.ts';

test('globs that match nothing are named', () => {
  expect(unmatchedText(['acmee/*'])).toBe('`acmee/*` matches no repository known so far: check the spelling.');
  expect(unmatchedText(['acmee/*', 'acme/wep'])).toBe(
    '`acmee/*`, `acme/wep` match no repository known so far: check the spelling.',
  );
});
