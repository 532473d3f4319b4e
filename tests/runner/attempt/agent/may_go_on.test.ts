import { expect, it } from 'vitest';
import { BACKENDS, TRANSPORTS } from '../../../../runner/agents/backends.ts';
import { isFoundAgain, mayGoOn } from '../../../../runner/attempt/agent/may_go_on.ts';

it.each(TRANSPORTS)('a conversation over %s goes on in the usual folder where its HOME was kept', (transport) => {
  expect(mayGoOn(BACKENDS[transport], { isHomeKept: true, isInUsualFolder: true })).toBe(true);
  expect(mayGoOn(BACKENDS[transport], { isHomeKept: false, isInUsualFolder: true })).toBe(false);
});

it('one that is found by its folder does not go on in another, nor does one that begins there', () => {
  const elsewhere = { isHomeKept: true, isInUsualFolder: false };
  expect([mayGoOn(BACKENDS.acp, elsewhere), isFoundAgain(BACKENDS.acp, elsewhere)]).toEqual([false, false]);
  expect(mayGoOn(BACKENDS['claude-code'], elsewhere)).toBe(true);
  expect(mayGoOn(BACKENDS.codex, elsewhere)).toBe(true);
});
