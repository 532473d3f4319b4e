import { describe, expect, test } from 'vitest';
import { type AgentStanding, searchAgents } from '../../../src/core/agents/search_agents.ts';
import type { AgentChoice } from '../../../src/core/agents/task_routing.ts';

const identity = (agent: string) => ({ agent, provider: `${agent}-cli`, model: null });
const choice = (agent: string, ...fallback: readonly string[]): AgentChoice => ({
  ...identity(agent),
  fallback: fallback.map(identity),
});

/** Names of agents for each thing that can be said of them; `here` are those that the runner offers. */
type Case = {
  readonly here?: readonly string[];
  readonly busy?: readonly string[];
  readonly resting?: readonly string[];
  readonly restingEverywhere?: readonly string[];
  readonly passedOver?: readonly string[];
};

function choose(agents: readonly AgentChoice[], of: Case = {}) {
  const { here = ['coder', 'writer', 'codex', 'gemini'], busy = [], resting = [], restingEverywhere = [] } = of;
  const isIn = (names: readonly string[]) => (provider: string) => names.some((name) => `${name}-cli` === provider);
  const standing: AgentStanding = {
    hasRoom: ({ provider }) => !isIn(busy)(provider),
    rests: isIn([...resting, ...restingEverywhere]),
    restsEverywhere: isIn(restingEverywhere),
  };
  const offered = here.map((name) => ({ name: `${name}-cli`, transport: 'text' as const }));
  const search = searchAgents({ agents: offered }, { agents }, of.passedOver ?? [], standing);
  if (search.kind === 'none') return search.obstacle;
  const free = search.free.map(({ agent }) => agent).join(', ');
  return search.insteadOf === null ? free : `${free} for ${search.insteadOf.agent}`;
}

describe("a task's own agents", () => {
  const both = [choice('coder'), choice('writer')];
  test.each([
    ['are asked in their order', {}, 'coder, writer'],
    ['give way to the next where one is not offered', { here: ['writer'] }, 'writer'],
    ['give way to the next where one has no room', { busy: ['coder'] }, 'writer'],
    ['give way to the next where one rests here', { resting: ['coder'] }, 'writer'],
    ['give way to the next where one failed at this task', { passedOver: ['coder'] }, 'writer'],
    ['are waited for where all rest', { resting: ['coder', 'writer'] }, 'agent_resting'],
    ['are waited for where one rests and the other is busy', { resting: ['coder'], busy: ['writer'] }, 'agent_busy'],
    ['are waited for where none is offered', { here: ['codex'] }, 'agent_not_offered'],
  ] as const)('%s', (_, of, expected) => {
    expect(choose(both, of)).toBe(expected);
  });
});

describe('agents that stand in', () => {
  const coder = [choice('coder', 'codex', 'gemini')];
  test.each([
    ['wait while it rests here alone', { resting: ['coder'] }, 'agent_resting'],
    ['take over where it rests everywhere', { restingEverywhere: ['coder'] }, 'codex for coder'],
    ['take over where it failed at this task', { passedOver: ['coder'] }, 'codex for coder'],
    ['do so on a runner that has no other', { here: ['codex'], restingEverywhere: ['coder'] }, 'codex for coder'],
    ['wait while it is not offered', { here: ['codex'] }, 'agent_not_offered'],
    ['are waited for in their turn', { restingEverywhere: ['coder'], resting: ['codex'] }, 'agent_resting'],
    ['are waited for where they are busy', { restingEverywhere: ['coder'], busy: ['codex'] }, 'agent_busy'],
    [
      'are not skipped for being elsewhere',
      { here: ['coder', 'gemini'], restingEverywhere: ['coder'] },
      'agent_resting',
    ],
    ['give way to the next that stands in', { restingEverywhere: ['coder', 'codex'] }, 'gemini for coder'],
    ['give way after failing too', { passedOver: ['coder', 'codex'] }, 'gemini for coder'],
    ['are out as well in the end', { restingEverywhere: ['coder', 'codex', 'gemini'] }, 'agent_resting'],
  ] as const)('%s', (_, of, expected) => {
    expect(choose(coder, of)).toBe(expected);
  });

  test('are asked only where all of its own are out', () => {
    const two = [choice('coder', 'codex'), choice('writer')];
    expect(choose(two, { restingEverywhere: ['coder'] })).toBe('writer');
    expect(choose(two, { restingEverywhere: ['coder'], busy: ['writer'] })).toBe('agent_busy');
    expect(choose(two, { restingEverywhere: ['coder', 'writer'] })).toBe('codex for coder');
  });
});

describe('a task that names no agent', () => {
  test('gets the first of the runner that is awake, and waits where that has no room', () => {
    expect(choose([])).toBe('coder-cli');
    expect(choose([], { resting: ['coder'] })).toBe('writer-cli');
    expect(choose([], { busy: ['coder'] })).toBe('agent_busy');
    expect(choose([], { here: ['coder'], resting: ['coder'] })).toBe('agent_resting');
    expect(choose([], { here: [] })).toBe('agent_not_offered');
  });
});
