import { expect, it } from 'vitest';
import { mayGoOn } from '../../../runner/attempt/may_go_on.ts';

it.each(['claude-code', 'codex', 'acp', 'aider', 'text'] as const)(
  'a conversation over %s goes on in the sandbox where its HOME was kept',
  (transport) => {
    expect(mayGoOn(transport, { isHomeKept: true, sandbox: 'bubblewrap' })).toBe(true);
    expect(mayGoOn(transport, { isHomeKept: false, sandbox: 'bubblewrap' })).toBe(false);
  },
);

it('one that is found by its folder does not go on without a sandbox, where each attempt has a folder of its own', () => {
  const outside = { isHomeKept: true, sandbox: 'none' } as const;
  expect(mayGoOn('acp', outside)).toBe(false);
  expect(mayGoOn('claude-code', outside)).toBe(true);
  expect(mayGoOn('codex', outside)).toBe(true);
});
