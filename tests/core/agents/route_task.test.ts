import { describe, expect, test } from 'vitest';
import {
  type AgentSettings,
  NO_AGENT_SETTINGS,
  type RoutingStrategy,
} from '../../../src/core/agents/agent_settings.ts';
import { routeTask, routeTasks } from '../../../src/core/agents/route_task.ts';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';

const SETTINGS: AgentSettings = {
  agents: {
    coder: { provider: 'claude', model: 'sonnet', prompt: null, fallback: ['codex', 'big'] },
    big: { provider: 'claude', model: 'opus', prompt: null, fallback: [] },
  },
  roles: {
    reviewer: { agent: 'big', prompt: null },
    coder: { agent: 'usual', prompt: null },
    tester: { agent: null, prompt: 'Test.' },
  },
  routing: [
    { when: { files: ['docs/**'] }, use: ['writer', 'coder'], strategy: 'round_robin' },
    { when: { labels: ['gpu'], tasks: ['train-*', 'models'] }, use: ['trainer'], strategy: 'fixed' },
    { when: { atLeastMs: 3_600_000 }, use: ['big'], strategy: 'fixed' },
    { when: { atMostMs: 60_000, roles: ['tester'] }, use: ['quick'], strategy: 'fixed' },
    { when: {}, use: ['anyone'], strategy: 'fixed' },
  ],
};

type Case = {
  readonly plan?: string;
  readonly task: string;
  readonly group?: string;
  readonly option?: string;
  readonly settings?: AgentSettings;
};

/** The routing of the only task of a plan. */
function routing({ plan = '', task, group, option, settings = SETTINGS }: Case) {
  const block = plan === '' ? '' : `\`\`\`planwright\n${plan}\n\`\`\`\n`;
  const heading = group === undefined ? '' : `### ${group}\n`;
  const parsed = parsePlan(`${block}## Tasks\n${heading}- [ ] ${task}\n`);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
  const [only] = parsed.plan.tasks;
  if (only === undefined) throw new Error('no task');
  return routeTask(only, { ...parsed.plan, agent: option ?? null }, settings);
}

const withoutRoleOfCoder: AgentSettings = { ...SETTINGS, roles: {} };

describe('who may do a task', () => {
  test.each<[string, Case, string, string]>([
    ['the agent that it names', { task: 'a: x (agent: me; files: docs/a.md)' }, 'me', 'named by its task'],
    ['a rule that fits its files', { task: 'a: x (files: docs/a.md)' }, 'writer coder', 'by routing rule 1'],
    ['the first of two rules', { task: 'a: x (files: docs/a.md; estimate: 2h)' }, 'writer coder', 'rule 1'],
    ['no rule of other files', { task: 'a: x (files: docs/a.md, src/b.ts)' }, 'usual', 'role coder'],
    ['a rule over the role', { task: 'a: x (files: docs/a.md; role: reviewer)' }, 'writer coder', 'rule 1'],
    ['a rule over the plan', { plan: 'agent: p', task: 'a: x (files: docs/a.md)' }, 'writer coder', 'rule 1'],
    ['all that a rule asks', { task: 'train-1: x (labels: gpu, big)' }, 'trainer', 'rule 2'],
    ['a rule of its group', { task: 'a: x (labels: gpu)', group: 'Models' }, 'trainer', 'rule 2'],
    ['not half of what a rule asks', { task: 'a: x (labels: gpu)' }, 'usual', 'role coder'],
    ['a rule of long tasks', { task: 'a: x (estimate: 2h)' }, 'big', 'rule 3'],
    ['a rule of short tasks and a role', { task: 'a: x (estimate: 1m; role: tester)' }, 'quick', 'rule 4'],
    ['not one of short tasks, where it has no estimate', { task: 'a: x (role: tester)' }, 'anyone', 'rule 5'],
    ['the agent of the role that it names', { task: 'a: x (role: reviewer)' }, 'big', 'role reviewer'],
    ['that over the plan', { plan: 'agent: p', task: 'a: x (role: reviewer)' }, 'big', 'role reviewer'],
    ['the plan, where the role has no agent', { plan: 'agent: p', task: 'a: x (role: tester)' }, 'p', 'of its plan'],
    ["the plan's agent", { plan: 'agent: p', task: 'a: x', option: 'o' }, 'p', 'the agent for all tasks of its plan'],
    ['that of the command line', { task: 'a: x', option: 'o' }, 'o', 'the agent for all tasks of its plan'],
    ['the agent of the usual role', { task: 'a: x' }, 'usual', 'role coder'],
    ['a rule for all', { task: 'a: x', settings: withoutRoleOfCoder }, 'anyone', 'rule 5'],
    ['whoever is first', { task: 'a: x', settings: NO_AGENT_SETTINGS }, '', 'the first of its runner'],
  ])('is %s', (_name, given, agents, why) => {
    const found = routing(given);
    expect(found.agents.map(({ agent }) => agent).join(' ')).toBe(agents);
    expect(found.why).toContain(why);
  });

  test('comes with what runners need to know, who takes over, and how one is chosen', () => {
    expect(routing({ task: 'a: x (files: docs/a.md; model: haiku; role: reviewer)' })).toEqual({
      role: 'reviewer',
      model: 'haiku',
      strategy: 'round_robin',
      why: 'by routing rule 1',
      agents: [
        { agent: 'writer', provider: 'writer', model: null, fallback: [] },
        {
          agent: 'coder',
          provider: 'claude',
          model: 'sonnet',
          fallback: [
            { agent: 'codex', provider: 'codex', model: null },
            { agent: 'big', provider: 'claude', model: 'opus' },
          ],
        },
      ],
    });
    expect(routing({ task: 'a: x', settings: NO_AGENT_SETTINGS })).toEqual(ANY_AGENT);
  });

  test('comes with how its agents did, where the best is to be chosen', () => {
    const parsed = parsePlan('## Tasks\n- [ ] a: x\n');
    if (!parsed.ok) throw new Error('a mistake');
    const record = { agent: 'coder', ended: 3, succeeded: 2, costMicros: null };
    const records = (strategy: RoutingStrategy) => {
      const settings = { ...NO_AGENT_SETTINGS, routing: [{ when: {}, use: ['writer', 'coder'], strategy }] };
      const found = routeTasks(parsed.plan.tasks, { ...parsed.plan, agent: null }, settings, 0, [record]);
      return found.get('a')?.agents.map((choice) => choice.trackRecord);
    };
    expect(records('auto')).toEqual([undefined, record]);
    expect(records('fixed')).toEqual([undefined, undefined]);
  });

  test.each([
    [0, ['writer coder', 'coder writer', 'writer coder']],
    [3, ['coder writer', 'writer coder', 'coder writer']],
  ])('takes turns from task to task of a rule, beginning at %i', (offset, expected) => {
    const parsed = parsePlan(`## Tasks
- [ ] one: x (files: docs/a.md)
- [ ] other: x
- [ ] command: x (files: docs/b.md)
  - run: ls
- [ ] two: x (files: docs/c.md)
- [ ] three: x (files: docs/d.md)
`);
    if (!parsed.ok) throw new Error('a mistake');
    const found = routeTasks(parsed.plan.tasks, { ...parsed.plan, agent: null }, SETTINGS, offset, []);
    const names = (task: string) =>
      found
        .get(task)
        ?.agents.map(({ agent }) => agent)
        .join(' ');
    expect(['one', 'two', 'three'].map(names)).toEqual(expected);
    expect(names('other')).toBe('usual');
  });
});
