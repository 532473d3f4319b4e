import { expect, it } from 'vitest';
import { redactionOf, redactTexts, secretsOf } from '../../runner/redaction.ts';

const made = (...parts: readonly string[]) => parts.join('');
const SHAPED = [
  made('pwr', '_', 'aB3-_'.repeat(9).slice(0, 43)),
  made('ghs', '_', 'a1B2'.repeat(9)),
  made('github', '_pat_', 'a1B2_'.repeat(9)),
  made('sk', '-ant-', 'a1B2-'.repeat(9)),
  made('AKIA', 'A1B2'.repeat(4)),
  made('xoxb', '-', '1234-abcd-5678'),
  made('-----BEGIN RSA PRIVATE', ' KEY-----\n', 'a1B2\n'.repeat(9)),
];

it.each(SHAPED)('what looks like a token is taken out: %s', (token) => {
  const { text, bytes } = redactionOf([]);
  expect(text(`It is ${token}`)).not.toContain(token.slice(-12));
  expect(text(`It is ${token}`)).toContain('It is [secret]');
  const line = Buffer.from(`größer: ${token}`);
  expect(bytes(line)).toHaveLength(line.length);
  expect(bytes(line).toString()).toBe(`größer: ${'*'.repeat(token.length)}`);
});

it('known values are taken out wherever they stand, the longest first', () => {
  const { text, bytes } = redactionOf(['hunter2hunter2', 'hunter2hunter2-and-more', 'größer(als)$&', 'short']);
  expect(text('x=hunter2hunter2-and-more; y=hunter2hunter2')).toBe('x=[secret]; y=[secret]');
  expect(text('größer(als)$& und short')).toBe('[secret] und short');
  expect(bytes(Buffer.from('größer(als)$&!')).toString('latin1')).toBe(`${'*'.repeat(15)}!`);
});

it('what holds no secret stays as it is', () => {
  const line = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  expect(redactionOf(['hunter2hunter2']).bytes(line)).toBe(line);
  const text = 'task-1 ask-me-anything-you-like 0190f000-0000-7000-8000-000000000001';
  expect(redactionOf(['hunter2hunter2']).text(text)).toBe(text);
});

it('secrets are the runner’s own, and of what providers are given those that are named like secrets', () => {
  const environment = {
    RUNNER_TOKEN: 'of-runners',
    MY_KEY: 'my-own-key',
    GOOSE_MODEL: 'a-model',
    OTHER_KEY: 'unlisted',
  };
  expect(secretsOf(environment, ['MY_KEY', 'GOOSE_MODEL', 'UNSET_KEY'], ['own-token'])).toEqual([
    'own-token',
    'of-runners',
    'my-own-key',
  ]);
});

it('a message is redacted in all its texts and nowhere else', () => {
  const message = { kind: 'failed', evidence: [{ argv: ['echo', 'hunter2hunter2'], code: 1 }], commit: null, ok: true };
  expect(redactTexts(message, redactionOf(['hunter2hunter2']))).toEqual({
    ...message,
    evidence: [{ argv: ['echo', '[secret]'], code: 1 }],
  });
});

it('what is learned later is taken out as well, by those who hold the redaction already', () => {
  const redaction = redactionOf(['hunter2hunter2']);
  const { text, bytes, find, learn } = redaction;
  const long = 'a-login-that-was-renewed'.repeat(1_000);
  learn(['hunter2hunter2', 'renewed-login', 'short', long]);
  learn(['renewed-again']);
  expect(text('hunter2hunter2 renewed-login renewed-again short')).toBe('[secret] [secret] [secret] short');
  expect(bytes(Buffer.from('renewed-login!')).toString()).toBe(`${'*'.repeat(13)}!`);
  expect(find('x renewed-login')).toEqual([{ kind: 'a secret of the runner', isKnown: true, start: 2, end: 15 }]);
  expect(redaction.longest).toBe(long.length);
});
