import { describe, expect, test } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import { newBreaker } from '../../../src/core/breaker/breaker.ts';
import type { RunnerRecord } from '../../../src/core/records.ts';
import type { Obstacle } from '../../../src/core/schedule/obstacle.ts';
import { pickTasks } from '../../../src/core/schedule/pick_tasks.ts';
import { Room } from '../../../src/core/schedule/room.ts';
import type { SchedulingLimits } from '../../../src/core/schedule/scheduling_limits.ts';
import type { SessionHolder } from '../../../src/core/session_holder.ts';
import type { Candidate, LeaseSlice, WaitingRunner } from '../../../src/core/slices.ts';
import type { Slot } from '../../../src/protocol/slot.ts';
import { anyGlobsOverlap } from '../../../src/text/globs_overlap.ts';
import fc from '../../support/fast_check.ts';
import { routedTo } from '../../support/routed_to.ts';
import { NOW, runnerRecord } from '../records.ts';

const NO_LIMITS: SchedulingLimits = { serviceConcurrency: 100, repositoryConcurrency: 100, headStartMs: 3_000 };

function candidate(key: string, more: Partial<Candidate> = {}): Candidate {
  return {
    id: `task-${key}`,
    run: 'run',
    repository: 'repo',
    repositoryName: 'acme/app',
    key,
    kind: 'agent',
    slot: 'task',
    attempts: 0,
    routing: ANY_AGENT,
    passedOver: [],
    maxCostMicros: null,
    maxTokens: null,
    labels: [],
    locks: [],
    files: [],
    session: null,
    ...more,
  };
}

function waiting(runner: Partial<RunnerRecord> = {}, load: WaitingRunner['load'] = {}): WaitingRunner {
  return { runner: runnerRecord(runner), load };
}

/** Its conversation is with a runner that was heard of just now and has a free slot, unless told otherwise. */
function held(more: Partial<SessionHolder> = {}): SessionHolder {
  return {
    runner: 'holder',
    name: 'bench-2',
    provider: 'coder',
    seenAt: NOW - 2_999,
    readyAt: NOW - 2_999,
    hasSlot: true,
    ...more,
  };
}

function forTasks(capacity: number) {
  return { slot: 'task', capacity } as const;
}

function slice(more: Partial<LeaseSlice> = {}): LeaseSlice {
  return {
    schedulerVersion: 1,
    runners: [],
    candidates: [],
    breakers: [],
    offers: [],
    more: { task: false, orchestrator: false },
    serviceLoad: 0,
    repositoryLoad: {},
    runs: { run: { running: 0, concurrency: null, filesInUse: [], openTasks: 1, budget: null } },
    repositoryBudgets: {},
    histories: [],
    locksHeld: {},
    ...more,
  };
}

describe('what keeps a task from a runner', () => {
  const cases: readonly {
    readonly obstacle: Obstacle | null;
    readonly because: string;
    readonly of?: Partial<Candidate>;
    readonly runner?: Partial<RunnerRecord>;
    readonly load?: WaitingRunner['load'];
    readonly slice?: Partial<LeaseSlice>;
    readonly limits?: Partial<SchedulingLimits>;
  }[] = [
    { obstacle: null, because: 'nothing is in the way' },
    {
      obstacle: 'service_busy',
      because: 'the service is full',
      slice: { serviceLoad: 2 },
      limits: { serviceConcurrency: 2 },
    },
    {
      obstacle: null,
      because: 'the service has room for one',
      slice: { serviceLoad: 1 },
      limits: { serviceConcurrency: 2 },
    },
    {
      obstacle: 'repository_busy',
      because: 'its repository is full',
      slice: { repositoryLoad: { repo: 2 } },
      limits: { repositoryConcurrency: 2 },
    },
    {
      obstacle: null,
      because: 'another repository is full',
      slice: { repositoryLoad: { other: 2 } },
      limits: { repositoryConcurrency: 2 },
    },
    {
      obstacle: 'run_busy',
      because: 'its run is full',
      slice: { runs: { run: { running: 2, concurrency: 2, filesInUse: [], openTasks: 1, budget: null } } },
    },
    {
      obstacle: 'repository_not_served',
      because: 'the runner serves others',
      runner: { repositories: ['acme/other'] },
    },
    {
      obstacle: 'repository_not_served',
      because: 'a dot is no wildcard',
      of: { repositoryName: 'acme/axb' },
      runner: { repositories: ['acme/a.b'] },
    },
    { obstacle: null, because: 'case does not matter', runner: { repositories: ['ACME/App'] } },
    { obstacle: null, because: 'a star stands for anything', runner: { repositories: ['other/x', '*'] } },
    {
      obstacle: 'label_missing',
      because: 'one label is missing',
      of: { labels: ['linux', 'gpu'] },
      runner: { labels: ['linux'] },
    },
    {
      obstacle: null,
      because: 'the runner has all labels',
      of: { labels: ['linux'] },
      runner: { labels: ['gpu', 'linux'] },
    },
    { obstacle: 'agent_not_offered', because: 'the runner has another agent', of: { routing: routedTo('writer') } },
    { obstacle: 'agent_not_offered', because: 'the runner has no agent', runner: { agents: [] } },
    { obstacle: null, because: 'a command needs no agent', of: { kind: 'command' }, runner: { agents: [] } },
    { obstacle: null, because: 'a verification needs no agent', of: { kind: 'verification' }, runner: { agents: [] } },
    {
      obstacle: 'agent_busy',
      because: 'the agent has no slot',
      runner: { agents: [{ name: 'coder', transport: 'text', slots: 1 }] },
      load: { coder: 1 },
    },
    {
      obstacle: null,
      because: 'the agent has a slot',
      runner: { agents: [{ name: 'coder', transport: 'text', slots: 2 }] },
      load: { coder: 1, writer: 5 },
    },
    {
      obstacle: 'lock_held',
      because: 'its lock is held',
      of: { locks: ['db'] },
      slice: { locksHeld: { repo: ['db'] } },
    },
    {
      obstacle: null,
      because: 'the lock of another repository is held',
      of: { locks: ['db'] },
      slice: { locksHeld: { other: ['db'] } },
    },
    {
      obstacle: 'files_in_use',
      because: 'its files are in use',
      of: { files: ['src/**'] },
      slice: {
        runs: {
          run: { running: 1, concurrency: null, filesInUse: [['docs/**'], ['src/a.ts']], openTasks: 1, budget: null },
        },
      },
    },
    {
      obstacle: null,
      because: 'other files are in use',
      of: { files: ['src/**'] },
      slice: {
        runs: { run: { running: 1, concurrency: null, filesInUse: [['docs/**']], openTasks: 1, budget: null } },
      },
    },
    { obstacle: null, because: 'nothing is known of its run', slice: { runs: {} } },
    { obstacle: 'held_for_session', because: 'another holds its conversation', of: { session: held() } },
    { obstacle: null, because: 'it holds the conversation itself', of: { session: held({ runner: 'runner' }) } },
    { obstacle: null, because: 'who holds its conversation is full', of: { session: held({ hasSlot: false }) } },
    {
      obstacle: null,
      because: 'who holds its conversation had time enough',
      of: { session: held({ readyAt: NOW - 3_000 }) },
    },
    {
      obstacle: null,
      because: 'the agent that holds its conversation rests there',
      of: { session: held() },
      slice: {
        breakers: [{ ...newBreaker('holder', 'coder'), state: 'open', restsUntil: NOW + 1, isProbed: false }],
      },
    },
    {
      obstacle: 'held_for_session',
      because: 'another agent of the holder rests',
      of: { session: held() },
      slice: {
        breakers: [{ ...newBreaker('holder', 'codex'), state: 'open', restsUntil: NOW + 1, isProbed: false }],
      },
    },
    {
      obstacle: null,
      because: 'who holds its conversation is not heard of',
      of: { session: held({ seenAt: NOW - 3_000 }) },
    },
  ];
  test.each(cases)('$because: $obstacle', ({ obstacle, of, runner, load, slice: more, limits }) => {
    const room = new Room(slice({ ...more, runners: [waiting(runner, load)] }), { ...NO_LIMITS, ...limits }, NOW);
    expect(room.obstacle(candidate('a', of), waiting(runner, load))).toBe(obstacle);
  });
});

describe('picking', () => {
  test('gives each slot its own, and counts no orchestrator against any bound', () => {
    const orchestrator = { slot: 'orchestrator' } as const;
    const candidates = [candidate('a', orchestrator), candidate('b', orchestrator), candidate('c'), candidate('d')];
    const runs = { run: { running: 0, concurrency: 1, filesInUse: [], openTasks: 1, budget: null } };
    const limits = { ...NO_LIMITS, serviceConcurrency: 1, repositoryConcurrency: 1 };
    const runner = waiting({ agents: [{ name: 'coder', transport: 'text', slots: 1 }] });
    const keysFor = (room: Room, slot: Slot, capacity: number) =>
      pickTasks(room, runner, { slot, capacity }).map((pick) => pick.candidate.key);
    const room = new Room(slice({ candidates, runs, runners: [runner] }), limits, NOW);
    expect([keysFor(room, 'orchestrator', 1), keysFor(room, 'task', 2), keysFor(room, 'orchestrator', 1)]).toEqual([
      ['a'],
      ['c'],
      ['b'],
    ]);
  });

  test('lets an orchestrator wait for what is not there, and for what others hold', () => {
    const orchestrator = { slot: 'orchestrator' } as const;
    const room = new Room(slice({ locksHeld: { repo: ['db'] } }), NO_LIMITS, NOW);
    const obstacle = (more: Partial<Candidate>) =>
      room.obstacle(candidate('a', { ...orchestrator, ...more }), waiting());
    expect(obstacle({ labels: ['gpu'] })).toBe('label_missing');
    expect(obstacle({ locks: ['db'] })).toBe('lock_held');
    expect(obstacle({ routing: routedTo('nobody') })).toBe('agent_not_offered');
    expect(obstacle({ session: held() })).toBe('held_for_session');
  });

  test('takes the best candidates up to the capacity and skips those in the way', () => {
    const candidates = [candidate('a', { labels: ['gpu'] }), candidate('b'), candidate('c'), candidate('d')];
    const room = new Room(slice({ candidates }), NO_LIMITS, NOW);
    expect(pickTasks(room, waiting(), forTasks(2)).map((pick) => pick.candidate.key)).toEqual(['b', 'c']);
  });

  test('serves several runners from one room, none twice', () => {
    const candidates = [candidate('a', { locks: ['db'] }), candidate('b', { locks: ['db'] }), candidate('c')];
    const room = new Room(slice({ candidates }), NO_LIMITS, NOW);
    const first = pickTasks(room, waiting({ id: 'one' }), forTasks(2));
    const second = pickTasks(room, waiting({ id: 'two' }), forTasks(2));
    expect([first, second].map((picks) => picks.map((pick) => pick.candidate.key))).toEqual([['a', 'c'], []]);
  });

  test('hands out one task to try an agent whose rest is over, and says so', () => {
    const candidates = [candidate('a'), candidate('b'), candidate('c', { kind: 'command' })];
    const due = { ...newBreaker('runner', 'coder'), state: 'open', restsUntil: 50, isProbed: false } as const;
    const room = (now: number) => new Room(slice({ candidates, breakers: [due] }), NO_LIMITS, now);
    const picked = (now: number) =>
      pickTasks(room(now), waiting(), forTasks(3)).map((pick) => [pick.candidate.key, pick.probes]);
    expect(picked(49)).toEqual([['c', null]]);
    expect(picked(50)).toEqual([
      ['a', due],
      ['c', null],
    ]);
    expect(room(49).obstacle(candidate('a'), waiting())).toBe('agent_resting');
    expect(room(49).resting(candidate('a'), waiting())).toBe(due);
    expect(room(50).resting(candidate('a'), waiting())).toBeUndefined();
  });

  test('hands a task to an agent that stands in, and says for whom and why', () => {
    const other = { agent: 'codex', provider: 'codex-cli', model: null };
    const routing = { ...routedTo('coder') };
    const routed = { ...routing, agents: routing.agents.map((agent) => ({ ...agent, fallback: [other] })) };
    const agents = ['coder', 'codex-cli'].map((name) => ({ name, transport: 'text' as const }));
    const resting = { ...newBreaker('runner', 'coder'), state: 'open', restsUntil: 50, isProbed: false } as const;
    const offers = [{ runner: 'runner', provider: 'coder' }];
    const candidates = [
      candidate('a', { routing: routed }),
      candidate('b', { routing: routed, passedOver: ['coder'] }),
    ];
    const room = new Room(slice({ candidates, breakers: [resting], offers }), NO_LIMITS, 0);
    expect(
      pickTasks(room, waiting({ agents }), forTasks(3)).map(({ agent, routing: why }) => [agent?.provider, why]),
    ).toEqual([
      ['codex-cli', 'codex, because coder rests; bench-1 had a free slot'],
      ['codex-cli', 'codex, because coder failed at this task; bench-1 had a free slot'],
    ]);
  });

  test('gives tasks to the best agents of their rule, where it asks for that, and counts what it has given', () => {
    const trackRecord = { agent: 'codex', ended: 10, succeeded: 9, costMicros: null };
    const [coder, codex] = routedTo('coder', 'codex').agents;
    if (coder === undefined || codex === undefined) throw new Error('two agents');
    const agents = ['coder', 'codex'].map((name) => ({ name, transport: 'text' as const, slots: 2 }));
    const routed = { ...ANY_AGENT, agents: [coder, { ...codex, trackRecord }], why: 'by routing rule 1' };
    const best = { routing: { ...routed, strategy: 'auto' as const } };
    const candidates = [
      candidate('a', best),
      candidate('b', best),
      candidate('c', best),
      candidate('d', { routing: routed }),
    ];
    const given = { load: { coder: 1 }, more: {} };
    const pick = ({ load, more }: { load: WaitingRunner['load']; more: Partial<LeaseSlice> }) =>
      pickTasks(
        new Room(slice({ candidates, ...more, runners: [waiting({ agents }, load)] }), NO_LIMITS, NOW),
        waiting({ agents }),
        forTasks(4),
      ).map(({ agent, routing }) => [agent?.agent, routing]);
    expect(pick(given)).toEqual([
      [
        'codex',
        'codex, by routing rule 1, best of 2: 9 of 10 attempts succeeded, 0 of 2 slots at work; bench-1 had a free slot',
      ],
      [
        'codex',
        'codex, by routing rule 1, best of 2: 9 of 10 attempts succeeded, 1 of 2 slots at work; bench-1 had a free slot',
      ],
      ['coder', 'coder, by routing rule 1; bench-1 had a free slot'],
    ]);
    const tried = {
      ...newBreaker('runner', 'codex'),
      state: 'open',
      openings: 2,
      restsUntil: NOW,
      isProbed: false,
    } as const;
    expect(pick({ load: {}, more: { breakers: [tried] } })[0]?.[0]).toBe('coder');
  });

  test('says why the runner and the agent were chosen', () => {
    const candidates = [
      candidate('a'),
      candidate('b', { routing: routedTo('coder') }),
      candidate('c', { kind: 'command' }),
      candidate('d', { session: held({ runner: 'runner' }) }),
    ];
    const room = new Room(slice({ candidates }), NO_LIMITS, NOW);
    expect(
      pickTasks(room, waiting(), forTasks(4)).map(({ agent, routing }) => [agent?.provider ?? null, routing]),
    ).toEqual([
      ['coder', 'coder, the first of its runner; bench-1 had a free slot'],
      ['coder', 'coder, named by its task; bench-1 had a free slot'],
      [null, 'a command; bench-1 had a free slot'],
      ['coder', 'coder, the first of its runner; bench-1 holds its conversation'],
    ]);
  });
});

test('whatever the world, no limit is exceeded by all picks together', () => {
  const names = (...all: readonly string[]) => fc.subarray([...all]);
  const anyCandidate = fc.record({
    run: fc.constantFrom('r1', 'r2'),
    kind: fc.constantFrom('agent' as const, 'command' as const),
    routing: fc.constantFrom(ANY_AGENT, routedTo('coder'), routedTo('writer')),
    locks: names('db', 'gpu'),
    files: names('src/**', 'src/a.ts', 'docs/*'),
  });
  const agentSlots = 2;
  const world = fc.record({
    candidates: fc.array(anyCandidate, { maxLength: 12 }),
    capacities: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    serviceLoad: fc.integer({ min: 0, max: 4 }),
    held: names('db'),
    concurrency: fc.option(fc.integer({ min: 1, max: 3 })),
  });
  fc.assert(
    fc.property(world, ({ candidates, capacities, serviceLoad, held, concurrency }) => {
      const runs = {
        r1: { running: 1, concurrency, filesInUse: [['docs/*']], openTasks: 1, budget: null },
        r2: { running: 0, concurrency: null, filesInUse: [], openTasks: 1, budget: null },
      };
      const runners = capacities.map((_, index) =>
        waiting({ id: `runner${index}`, agents: [{ name: 'coder', transport: 'text', slots: agentSlots }] }),
      );
      const limits = { ...NO_LIMITS, serviceConcurrency: 5, repositoryConcurrency: 4 };
      const ready = candidates.map((more, index) => candidate(`t${index}`, more));
      const room = new Room(
        slice({
          candidates: ready,
          runners,
          runs,
          serviceLoad,
          repositoryLoad: { repo: serviceLoad },
          locksHeld: { repo: held },
        }),
        limits,
        NOW,
      );
      const served = runners.map((runner, index) => pickTasks(room, runner, forTasks(capacities[index] ?? 0)));
      const picks = served.flat();
      expect(new Set(picks.map((pick) => pick.candidate.id)).size).toBe(picks.length);
      expect(serviceLoad + picks.length).toBeLessThanOrEqual(Math.max(4, serviceLoad));
      for (const [index, own] of served.entries()) {
        expect(own.length).toBeLessThanOrEqual(capacities[index] ?? 0);
        expect(own.filter((pick) => pick.agent?.provider === 'coder').length).toBeLessThanOrEqual(agentSlots);
      }
      const ofFirst = picks.filter((pick) => pick.candidate.run === 'r1');
      expect(ofFirst.length + 1).toBeLessThanOrEqual(Math.max(concurrency ?? Number.POSITIVE_INFINITY, 1));
      const locks = [...held, ...picks.flatMap((pick) => pick.candidate.locks)];
      expect(new Set(locks).size).toBe(locks.length);
      const files = [...runs.r1.filesInUse, ...ofFirst.map((pick) => pick.candidate.files)];
      for (const [index, own] of files.entries())
        for (const others of files.slice(index + 1)) expect(anyGlobsOverlap(own, others)).toBe(false);
    }),
    { seed: 11, numRuns: 500 },
  );
});
