import { expect, it } from 'vitest';
import { BACKENDS, TRANSPORTS } from '../../../runner/agents/backends.ts';
import { mayGoOn } from '../../../runner/attempt/may_go_on.ts';

it.each(TRANSPORTS)('a conversation over %s goes on in the sandbox where its HOME was kept', (transport) => {
  expect(mayGoOn(BACKENDS[transport], { isHomeKept: true, sandbox: 'bubblewrap' })).toBe(true);
  expect(mayGoOn(BACKENDS[transport], { isHomeKept: false, sandbox: 'bubblewrap' })).toBe(false);
});

it('one that is found by its folder does not go on without a sandbox, where each attempt has a folder of its own', () => {
  const outside = { isHomeKept: true, sandbox: 'none' } as const;
  expect(mayGoOn(BACKENDS.acp, outside)).toBe(false);
  expect(mayGoOn(BACKENDS['claude-code'], outside)).toBe(true);
  expect(mayGoOn(BACKENDS.codex, outside)).toBe(true);
});
