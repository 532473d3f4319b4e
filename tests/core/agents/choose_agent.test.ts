import { expect, it } from 'vitest';
import { chooseAgent } from '../../../src/core/agents/choose_agent.ts';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';

const coder = { agent: 'coder', provider: 'claude', model: 'sonnet' };
const codex = { agent: 'codex', provider: 'codex', model: null };

it('gives the task to the first, with its own model', () => {
  const chosen = chooseAgent(ANY_AGENT, { free: [coder, codex], insteadOf: null });
  expect(chosen).toEqual({ ...coder, role: 'coder' });
  expect(chooseAgent(ANY_AGENT, { free: [], insteadOf: null })).toBeNull();
});

it('gives it the model that the task asks for, but nobody who stands in', () => {
  const routing = { ...ANY_AGENT, model: 'opus', role: 'tester' };
  expect(chooseAgent(routing, { free: [coder], insteadOf: null })).toEqual({ ...coder, model: 'opus', role: 'tester' });
  expect(chooseAgent(routing, { free: [codex], insteadOf: coder })).toEqual({ ...codex, role: 'tester' });
});
