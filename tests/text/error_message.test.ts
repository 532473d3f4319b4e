import { expect, it } from 'vitest';
import { errorMessage } from '../../src/text/error_message.ts';

it('an error says its message; whatever else was thrown is written out', () => {
  expect(errorMessage(new TypeError('no such thing'))).toBe('no such thing');
  expect(errorMessage('plain')).toBe('plain');
  expect(errorMessage(undefined)).toBe('undefined');
});
