import { describe, expect, it, test } from 'vitest';
import { type AgentSettings, NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { isOffered, orchestratorRouting } from '../../../src/core/agents/orchestrator.ts';

const agent = { provider: 'claude', model: 'opus', prompt: null, fallback: [] };
const of = (settings: Partial<AgentSettings>) => orchestratorRouting({ ...NO_AGENT_SETTINGS, ...settings });
const use = ['planner'];

describe('the orchestrator of a repository', () => {
  it.each([
    ['an agent that is called so', { agents: { orchestrator: agent } }, ['orchestrator', 'claude', 'opus']],
    ['the agent of the role', { roles: { orchestrator: { agent: 'codex', prompt: null } } }, ['codex', 'codex', null]],
    [
      'the agent of the role before one that is called so',
      { agents: { orchestrator: agent }, roles: { orchestrator: { agent: 'codex', prompt: null } } },
      ['codex', 'codex', null],
    ],
    [
      'whom a rule for the role names, before all others',
      {
        roles: { orchestrator: { agent: 'codex', prompt: null } },
        routing: [{ when: { roles: ['orchestrator'] }, use, strategy: 'fixed' as const }],
      },
      ['planner', 'planner', null],
    ],
  ])('is %s', (_name, settings, [name, provider, model]) => {
    expect(of(settings)?.agents).toEqual([{ agent: name, provider, model, fallback: [] }]);
  });

  it.each([
    ['nothing is said', {}],
    ['only its prompt is', { roles: { orchestrator: { agent: null, prompt: 'Be brief.' } } }],
    ['a rule is for every task', { routing: [{ when: {}, use, strategy: 'fixed' as const }] }],
    [
      'a rule asks for more than the role',
      { routing: [{ when: { roles: ['orchestrator'], labels: ['gpu'] }, use, strategy: 'fixed' as const }] },
    ],
    ['other roles have agents', { roles: { coder: { agent: 'codex', prompt: null } } }],
  ])('is nobody where %s', (_name, settings) => {
    expect(of(settings)).toBeNull();
  });
});

test('is there where a runner offers its agent, or one that stands in', () => {
  const routing = of({ agents: { orchestrator: { ...agent, fallback: ['codex'] } } });
  const runner = (...names: string[]) => ({ agents: names.map((name) => ({ name, transport: 'text' })) });
  const offered = (...runners: Parameters<typeof isOffered>[1]) => isOffered(routing ?? { agents: [] }, runners);
  expect([
    offered(),
    offered(runner('aider')),
    offered(runner('aider'), runner('claude')),
    offered(runner('codex')),
  ]).toEqual([false, false, true, true]);
});
