import { expect, test } from 'vitest';
import type { RoutingStrategy } from '../../../src/core/agents/agent_settings.ts';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import { orderAgents } from '../../../src/core/schedule/order_agents.ts';

const coder = { agent: 'coder', provider: 'claude', model: null };
const codex = { agent: 'codex', provider: 'codex', model: null };
const session = { runner: 'here', name: 'forge-1', provider: 'codex', seenAt: 0, readyAt: 0, hasSlot: true };

type Given = {
  readonly strategy?: RoutingStrategy;
  readonly session?: typeof session;
  /** Providers that are busy. */
  readonly busy?: readonly string[];
  readonly free?: readonly (typeof coder)[];
};

test.each<[string, Given, string, string | undefined]>([
  ['stand as their rule has them', {}, 'coder codex', undefined],
  ['stand as it is their turn', { strategy: 'round_robin', busy: ['claude'] }, 'coder codex', undefined],
  ['stand best first', { strategy: 'auto', busy: ['claude'] }, 'codex coder', 'best of 2: no attempt'],
  ['need no reason where there is one', { strategy: 'auto', free: [coder] }, 'coder', undefined],
  ['begin with the one that holds the conversation here', { session }, 'codex coder', undefined],
  [
    'begin with it whatever speaks for others',
    { strategy: 'auto', session, busy: ['codex'] },
    'codex coder',
    undefined,
  ],
  ['do not where it is held elsewhere', { session: { ...session, runner: 'there' } }, 'coder codex', undefined],
  ['do not where it has no room', { session, free: [coder] }, 'coder', undefined],
])(
  'those who have room %s',
  (_name, { strategy = 'fixed', busy = [], free = [coder, codex], ...given }, order, why) => {
    const candidate = { routing: { ...ANY_AGENT, strategy }, session: given.session ?? null };
    const standing = ({ provider }: { readonly provider: string }) => ({
      busy: busy.includes(provider) ? 1 : 0,
      slots: 2,
      openings: 0,
    });
    const ordered = orderAgents({ free, insteadOf: null }, candidate, { id: 'here' }, standing);
    expect(ordered.free.map(({ agent }) => agent).join(' ')).toBe(order);
    if (why === undefined) expect(ordered.why).toBeUndefined();
    else expect(ordered.why).toContain(why);
  },
);
