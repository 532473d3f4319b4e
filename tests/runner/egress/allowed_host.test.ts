import { expect, test } from 'vitest';
import { isAllowed, readAllowedHost } from '../../../runner/egress/allowed_host.ts';

test.each([
  ['api.anthropic.com', 'api.anthropic.com', 443, true],
  ['api.anthropic.com', 'API.Anthropic.com.', 443, true],
  ['api.anthropic.com', 'api.anthropic.com', 80, true],
  ['api.anthropic.com', 'api.anthropic.com', 22, false],
  ['api.anthropic.com', 'evil-api.anthropic.com', 443, false],
  ['api.anthropic.com', 'api.anthropic.com.evil.net', 443, false],
  ['*.openai.com', 'api.openai.com', 443, true],
  ['*.openai.com', 'a.b.openai.com', 443, true],
  ['*.openai.com', 'openai.com', 443, false],
  ['*.openai.com', 'evilopenai.com', 443, false],
  ['127.0.0.1:11434', '127.0.0.1', 11_434, true],
  ['127.0.0.1:11434', '127.0.0.1', 443, false],
  ['[::1]:8080', '[::1]', 8_080, true],
])('%s means %s:%i: %s', (written, host, port, expected) => {
  const allowed = readAllowedHost(written);
  expect(allowed && isAllowed([allowed], host, port)).toBe(expected);
});

test.each(['', '*', '*.', 'https://a.com', 'a.com/x', 'a..com', 'a.*.com', 'a.com:0', 'a.com:99999', 'a b', '-a.com'])(
  '%j is no host',
  (written) => expect(readAllowedHost(written)).toBeUndefined(),
);
