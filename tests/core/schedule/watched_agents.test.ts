import { expect, test } from 'vitest';
import { newBreaker } from '../../../src/core/breaker/breaker.ts';
import type { SeenBreaker } from '../../../src/core/breaker/resting.ts';
import { WatchedAgents } from '../../../src/core/schedule/watched_agents.ts';

const NOW = 1_000_000;
const due: SeenBreaker = { ...newBreaker('forge', 'claude'), state: 'open', restsUntil: NOW, isProbed: false };
const offers = [{ runner: 'forge', provider: 'claude' }];

test('one task tries an agent whose rest is over, and no other with it', () => {
  const agents = new WatchedAgents({ breakers: [due], offers }, NOW);
  expect(agents.rests('forge', 'claude')).toBe(false);
  expect(agents.take('forge', 'claude')).toBe(due);
  expect(agents.rests('forge', 'claude')).toBe(true);
});

test('agents beside it, and the same one elsewhere, go on', () => {
  const agents = new WatchedAgents({ breakers: [{ ...due, restsUntil: NOW + 1 }], offers }, NOW);
  expect(agents.rests('forge', 'claude')).toBe(true);
  expect(agents.rests('forge', 'codex')).toBe(false);
  expect(agents.rests('anvil', 'claude')).toBe(false);
  expect(agents.take('anvil', 'claude')).toBeNull();
});

test('it rests everywhere once it rests on every living runner that offers it', () => {
  const resting = { ...due, restsUntil: NOW + 1 };
  const onBoth = [...offers, { runner: 'anvil', provider: 'claude' }];
  const everywhere = (breakers: readonly SeenBreaker[], living = onBoth) =>
    new WatchedAgents({ breakers, offers: living }, NOW).restsEverywhere('claude');
  expect(everywhere([resting])).toBe(false);
  expect(everywhere([resting, { ...resting, runner: 'anvil' }])).toBe(true);
  expect(everywhere([resting, { ...due, runner: 'anvil' }])).toBe(false);
  // Nobody is there who could offer it.
  expect(everywhere([resting], [])).toBe(false);
});
