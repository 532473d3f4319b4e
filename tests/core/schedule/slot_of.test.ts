import { expect, test } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import { slotOf } from '../../../src/core/schedule/slot_of.ts';

test.each([
  ['agent', 'orchestrator', 'orchestrator'],
  ['agent', 'coder', 'task'],
  ['agent', 'Orchestrator', 'task'],
  ['command', 'orchestrator', 'task'],
  ['function', 'orchestrator', 'task'],
  ['verification', 'orchestrator', 'task'],
] as const)('%s in the role %s needs a slot for %s', (kind, role, slot) => {
  expect(slotOf({ kind, routing: { ...ANY_AGENT, role } })).toBe(slot);
});
