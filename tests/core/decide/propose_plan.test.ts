import { describe, expect, it } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { approvePlan } from '../../../src/core/decide/approve_plan.ts';
import { type ProposePlan, proposePlan, saysTheSame } from '../../../src/core/decide/propose_plan.ts';
import type { ProposalRecord } from '../../../src/core/proposal_record.ts';
import { planOf } from '../../support/plans.ts';
import { NOW, repository, surroundings } from '../records.ts';

const coder = { provider: 'claude', model: null, prompt: null, fallback: [] };
const AGENTS = { ...NO_AGENT_SETTINGS, agents: { coder } };
const plan = planOf([{ id: 'parser' }, { id: 'docs', dependencies: ['parser'] }]);
const input: ProposePlan = {
  repository: 'repo',
  issue: 40,
  source: 'body',
  text: null,
  plan,
  planHash: 'hash',
  agents: AGENTS,
  by: 'ada',
};
const waiting: ProposalRecord = { ...input, id: 'waits', run: null, createdAt: 0, shownAt: 5 };
const tick = { by: 'ada', why: 'edited', editedBy: 'eve' } as const;

/** The same, with the keys of all objects the other way round. */
function turned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(turned) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, turned(inner)] as const);
  return Object.fromEntries(entries.toReversed()) as Value;
}

const differing: readonly (readonly [string, Partial<ProposePlan>])[] = [
  ['another hash', { planHash: 'other' }],
  ['the same made of the issues below its own', { source: 'sub_issues' }],
  ['another plan of the same hash, such as by settings files', { plan: planOf(plan.tasks, { concurrency: 2 }) }],
  ['tasks in another order', { plan: { ...plan, tasks: plan.tasks.toReversed() } }],
  ['another provider of an agent', { agents: { ...AGENTS, agents: { coder: { ...coder, provider: 'codex' } } } }],
  ['one agent more', { agents: { ...AGENTS, agents: { coder, writer: coder } } }],
];

describe('a plan that is proposed while one waits', () => {
  it.each(differing)('with %s takes its place, and has to be shown before anybody approves it', (_, changes) => {
    const decision = proposePlan(waiting, { ...input, ...changes }, surroundings());
    const proposal = { ...input, ...changes, id: 'id-1', run: null, createdAt: NOW, shownAt: null };
    expect(decision.changes).toEqual([{ kind: 'save_proposal', proposal, replaces: 'waits' }]);
    expect(decision.effects.map(({ effect }) => effect)).toEqual([
      { kind: 'show_proposal', issue: 40, proposal: 'id-1' },
    ]);
    expect(decision.result).toEqual({ again: true });
  });

  it('that says the same is the one that waits, whatever order a database gives its keys, and whoever asks', () => {
    const decision = proposePlan(turned(waiting), { ...input, by: 'bob' }, surroundings());
    expect(decision.changes).toEqual([]);
    expect(decision.effects).toMatchObject([
      { key: 'proposal:waits', effect: { kind: 'show_proposal', issue: 40, proposal: 'waits' } },
    ]);
    expect(decision.result).toEqual({ again: true });
    expect(saysTheSame(waiting, turned(input))).toBe(true);
  });

  it('is the first where none does', () => {
    const decision = proposePlan(null, input, surroundings());
    expect(decision.changes).toMatchObject([{ kind: 'save_proposal', proposal: { by: 'ada' }, replaces: null }]);
    expect(decision.result).toEqual({ again: false });
  });
});

describe('a tick that approved nothing', () => {
  const toldOf = (before: ProposalRecord | null, changes: Partial<ProposePlan>) =>
    proposePlan(before, { ...input, ...changes }, surroundings(), tick).effects.map(({ key, effect }) => {
      return { key, tick: effect.kind === 'show_proposal' ? effect.tick : undefined };
    });

  it('is told with what changed since, in a comment of its own', () => {
    const after = planOf([{ id: 'parser', title: 'Parse it all' }, { id: 'bench' }], { concurrency: 2 }, 'Read this.');
    const changed = {
      added: ['bench'],
      changed: [{ id: 'parser', what: ['title'] }],
      removed: ['docs'],
      settings: ['concurrency'],
      around: true,
    };
    expect(toldOf(waiting, { plan: after, planHash: 'other' })).toEqual([
      { key: undefined, tick: { ...tick, changed } },
    ]);
  });

  it('is told where nothing changed, or nothing waits any more', () => {
    const nothing = { added: [], changed: [], removed: [], settings: [], around: false };
    expect(toldOf(waiting, {})).toEqual([{ key: undefined, tick: { ...tick, changed: nothing } }]);
    expect(toldOf(null, {})).toEqual([{ key: undefined, tick: { ...tick, changed: null } }]);
  });

  it('names no more than a comment holds', () => {
    const many = planOf(Array.from({ length: 101 }, (_, index) => ({ id: `task-${index}` })));
    const [told] = toldOf(waiting, { plan: many, planHash: 'other' });
    expect(told?.tick?.changed?.added).toHaveLength(100);
    const [back] = toldOf({ ...waiting, plan: many }, { planHash: 'other' });
    expect(back?.tick?.changed?.removed).toHaveLength(100);
  });
});

describe('a plan that was approved', () => {
  it('runs by the agents that were shown, belongs to who asked for it, and says who approved what', () => {
    const decision = approvePlan(
      { proposal: waiting, repository, previous: null, records: [] },
      { by: 'bob' },
      surroundings(),
    );
    expect(decision.changes[0]).toEqual({ kind: 'end_proposal', proposal: 'waits' });
    const made = decision.changes.find(({ kind }) => kind === 'insert_run');
    expect(made).toMatchObject({ run: { owner: 'ada', planHash: 'hash', issue: 40 } });
    expect(JSON.stringify(made)).toContain(JSON.stringify(AGENTS));
    const approved = decision.events.filter(({ body }) => body.kind === 'plan_approved');
    expect(approved.map(({ body }) => body)).toEqual([{ kind: 'plan_approved', by: 'bob', planHash: 'hash' }]);
  });
});
