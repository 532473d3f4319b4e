import { describe, expect, test } from 'vitest';
import { ANY_AGENT } from '../../../src/core/agents/task_routing.ts';
import { buildExecutionRequest } from '../../../src/core/decide/execution_request.ts';
import { leaseTasks, type PickedTask } from '../../../src/core/decide/lease.ts';
import { PROTECTED_PATHS } from '../../../src/core/plan/protected_paths.ts';
import { UNBOUNDED } from '../../../src/core/schedule/budget_room.ts';
import type { LeaseDetails } from '../../../src/core/slices.ts';
import { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { FailureClass } from '../../../src/protocol/outcome.ts';
import { finding } from '../findings.ts';
import {
  BASE,
  COMMIT,
  leaseDetails,
  MERGE,
  NOW,
  recentAttempt,
  runnerRecord,
  sessionRecord,
  surroundings,
  taskRecord,
} from '../records.ts';

const limits = {
  timeoutMs: 3_000,
  stepTimeoutMs: 2_000,
  idleMs: 2_000,
  askWaitMs: 500,
  cancelGraceMs: 1_000,
  logHeadBytes: 10,
  logTailBytes: 20,
};
const candidate = {
  id: '',
  run: '',
  repository: '',
  repositoryName: '',
  key: '',
  kind: 'agent',
  slot: 'task',
  attempts: 0,
  routing: ANY_AGENT,
  labels: [],
  locks: [],
  files: [],
  passedOver: [],
  session: null,
  maxCostMicros: null,
  maxTokens: null,
} as const;

function chosen(agent: string | null) {
  return agent === null ? null : { agent, provider: `${agent}-cli`, model: 'large', role: 'coder' };
}

function pick(details: LeaseDetails, agent: string | null = 'coder') {
  return {
    candidate: { ...candidate, id: details.task.id },
    agent: chosen(agent),
    probes: null,
    grant: UNBOUNDED,
    routing: 'a free slot',
  };
}

function request(details: Partial<LeaseDetails> = {}, agent: string | null = 'coder') {
  const whole = leaseDetails(details);
  return buildExecutionRequest(
    whole,
    pick(whole, agent),
    { attempt: 'attempt', number: 2, boundary: 'data-1', runner: 'runner', conversation: [] },
    limits,
  );
}

describe('handing out tasks', () => {
  const details = leaseDetails({
    task: taskRecord({ state: 'ready', attempts: 1, sketch: { settings: { locks: ['db', 'gpu'] } } }),
  });
  const picked: PickedTask = {
    pick: pick(details),
    details,
    runner: runnerRecord(),
    leaseRequest: 'request',
    conversation: [],
  };
  const input = { startWithinMs: 10_000, limits };

  test('takes the locks, counts the attempt and leases it until it must have started', () => {
    const decision = leaseTasks({ schedulerVersion: 7 }, [picked], input, surroundings());
    expect(decision.changes).toMatchObject([
      { kind: 'advance_scheduler', from: 7 },
      { kind: 'take_lock', repository: 'repo', name: 'db', task: 'task-parser' },
      { kind: 'take_lock', repository: 'repo', name: 'gpu', task: 'task-parser' },
      { kind: 'move_task', from: 'ready', fromAttempt: 1, to: 'running', set: { attempts: 2 } },
      {
        kind: 'insert_attempt',
        attempt: {
          id: 'id-1',
          number: 2,
          state: 'leased',
          runner: 'runner',
          boot: 'boot',
          leaseRequest: 'request',
          agent: 'coder',
          leaseUntil: NOW + 10_000,
          leasedAt: NOW,
        },
      },
    ]);
    expect(decision.events).toEqual([
      { run: 'run', task: 'parser', body: { kind: 'task_moved', from: 'ready', to: 'running' } },
      {
        run: 'run',
        task: 'parser',
        attempt: 2,
        body: { kind: 'attempt_leased', runner: 'bench-1', agent: 'coder', routing: 'a free slot' },
      },
    ]);
    expect(decision.result.map((each) => each.attempt)).toEqual(['id-1']);
  });

  test('hands out what people do not see only while its run goes on', () => {
    const hidden = { ...picked, details: leaseDetails({ task: taskRecord({ state: 'ready', kind: 'answering' }) }) };
    const { changes } = leaseTasks({ schedulerVersion: 7 }, [hidden], input, surroundings());
    const guard = { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' };
    expect(changes).toContainEqual(guard);
    expect(leaseTasks({ schedulerVersion: 7 }, [picked], input, surroundings()).changes).not.toContainEqual(guard);
  });

  test('lands only while the answers stand that its attempt is told', () => {
    const told = { n: 3, attempt: 1, source: 'agent', text: 'Keep it?', options: [], details: null } as const;
    const details = leaseDetails({ answers: [{ ...told, options: [], answer: 'keep', by: 'ada' }] });
    const answered = { ...picked, details, pick: pick(details) };
    const { changes } = leaseTasks({ schedulerVersion: 7 }, [answered], input, surroundings());
    const guard = { kind: 'require_answers', task: 'task-parser', answers: [{ n: 3, answer: 'keep' }] };
    expect(changes).toContainEqual(guard);
  });

  test('does not touch the scheduler when there is nothing to hand out', () => {
    expect(leaseTasks({ schedulerVersion: 7 }, [], input, surroundings()).changes).toEqual([]);
  });
});

describe('the request', () => {
  test('says all that a runner needs, within the protocol', () => {
    const id = '00000000-0000-7000-8000-000000000001';
    const built = request({ mustContain: [MERGE] });
    const ids = { attempt: id, run: id, task: { ...built.task, id }, repository: { ...built.repository, id } };
    expect(() => ExecutionRequest.parse({ ...built, ...ids })).not.toThrow();
    expect(built).toMatchObject({
      number: 2,
      issue: 'release',
      startingPoint: { ref: 'refs/heads/planwright/release/plan', mustContain: [MERGE] },
      attemptRef: 'refs/planwright/attempts/run/parser/2',
      limits,
      routing: 'a free slot',
    });
  });

  test('carries every command and output that the task names', () => {
    const settings = {
      setup: [['npm', 'ci']],
      verify: [['npm', 'test']],
      outputs: ['version'],
      verifyIn: 'clean',
    } as const;
    const { outputs, ...commands } = settings;
    expect(request({ task: taskRecord({ sketch: { settings } }) })).toMatchObject({
      ...commands,
      requiredOutputs: outputs,
    });
  });

  test("the task's own limits stand above the service's", () => {
    const settings = { timeoutMs: 50, stepTimeoutMs: 40, askWaitMs: 30 };
    const task = taskRecord({ sketch: { settings } });
    expect(request({ task }).limits).toEqual({ ...limits, ...settings });
  });

  test('what the task may use goes with what its attempts have used', () => {
    const task = taskRecord({ sketch: { settings: { maxCostMicros: 500, maxTokens: 70 } } });
    const { limits: bounds } = request({ task, spent: { tokens: 60, costMicros: 400 } });
    const used = { spentTokens: 60, spentMicros: 400 };
    expect(bounds.budget).toMatchObject({ maxCostMicros: 500, maxTokens: 70, ...used });
  });

  test('an attempt that mends what is merged may end without a change, and is told what comes of that', () => {
    const [mergeCommit, findings] = [MERGE, [finding()]];
    const demand = 'Ending without a change and without an output counts as a failure.';
    const merged = request({ task: taskRecord({ mergeCommit }), findings });
    expect(merged.allowNoChange).toBe(true);
    expect(JSON.stringify(merged.work)).toContain('Where you change nothing, a person is asked');
    expect(JSON.stringify(merged.work)).not.toContain(demand);
    for (const other of [
      { task: taskRecord({ mergeCommit }) },
      { task: taskRecord({ commit: COMMIT }), findings },
      { task: taskRecord({ mergeCommit, commit: COMMIT }), findings },
    ]) {
      expect(request(other).allowNoChange).toBe(false);
      expect(JSON.stringify(request(other).work)).toContain(demand);
    }
  });

  test('work is what the task is', () => {
    expect(request().work).toMatchObject({
      kind: 'agent',
      agent: 'coder',
      provider: 'coder-cli',
      model: 'large',
      role: 'coder',
      prompt: [
        { title: 'Your role' },
        { title: 'Your task' },
        { title: 'How your work is taken' },
        { title: 'What is protected' },
      ],
    });
    const command = taskRecord({ kind: 'command', sketch: { work: { kind: 'command', run: [['make', 'docs']] } } });
    expect(request({ task: command }, null).work).toEqual({ kind: 'command', run: [['make', 'docs']] });
    expect(request({ task: taskRecord({ kind: 'verification' }) }, null).work).toEqual({ kind: 'verification' });
    expect(() => request({}, null)).toThrow('No agent was chosen for parser.');
  });
});

describe('where an attempt starts', () => {
  const earlier = (failure: FailureClass, commit: string | null = COMMIT) => ({
    number: 1,
    class: failure,
    message: 'It failed.',
    commit,
    base: BASE,
    evidence: [],
  });
  const continued = { continueFrom: { commit: COMMIT, base: BASE } };

  test('protected paths are held against its base, or what people have pushed', () => {
    expect(request({ earlier: earlier('blocked') }).startingPoint).toMatchObject(continued);
    expect(request({ earlier: earlier('blocked') }).startingPoint).not.toHaveProperty('trusted');
    const task = taskRecord({ pushed: 'e'.repeat(40), commit: 'e'.repeat(40) });
    expect(request({ task, earlier: earlier('blocked') }).startingPoint).toMatchObject({ trusted: 'e'.repeat(40) });
  });

  test('plan and repository add to what is protected and take nothing away', () => {
    const task = taskRecord({ sketch: { settings: { protected: ['infra/**'] } } });
    const agents = { agents: {}, roles: {}, routing: [], protected: ['package.json'] };
    const { paths, agentConfiguration } = request({ task, agents }).protected;
    expect(paths).toEqual([...PROTECTED_PATHS, 'package.json', 'infra/**']);
    expect(agentConfiguration).toContain('**/.claude/**');
    expect(paths).toEqual(expect.arrayContaining([...agentConfiguration]));
  });

  test('an agent whose verification failed goes on from its own commit', () => {
    expect(request({ earlier: earlier('verification') }).startingPoint).toMatchObject(continued);
  });

  test.each([
    [
      'a command',
      {
        task: taskRecord({ kind: 'command', sketch: { work: { kind: 'command', run: [['x']] } } }),
        earlier: earlier('verification'),
      },
    ],
    ['nothing was left', { earlier: earlier('verification', null) }],
    ['its base is unknown', { earlier: { ...earlier('verification'), base: null } }],
    ['another failure', { earlier: earlier('agent_error') }],
  ])('else at the integration head (%s)', (_, details) => {
    expect(request(details).startingPoint).toEqual({ ref: 'refs/heads/planwright/release/plan', mustContain: [] });
  });

  test('an agent whose run was paused goes on from what it had done', () => {
    const task = taskRecord({ commit: MERGE });
    const { startingPoint, work } = request({ task, earlier: { ...earlier('paused'), number: 3 } });
    expect(startingPoint).toMatchObject({ ...continued, alsoParent: MERGE });
    expect(JSON.stringify(work)).toContain(`Attempt 3 was stopped because the run was paused.`);
  });

  describe('after people pushed', () => {
    const PUSHED = 'e'.repeat(40);
    const settings = { outputs: ['version'], verify: [['npm', 'test']] };
    const task = taskRecord({ commit: COMMIT, pushed: PUSHED, sketch: { settings } });

    test('their commits are verified at the head of the branch, and nothing else is done', () => {
      const built = request({ task, mustContain: [MERGE], earlier: earlier('verification') });
      expect(built.work).toEqual({ kind: 'verification' });
      expect(built.startingPoint).toEqual({ ref: 'refs/heads/planwright/release/parser', mustContain: [PUSHED] });
      expect(built).toMatchObject({ verify: [['npm', 'test']], requiredOutputs: [] });
    });

    test('those that did not pass are mended by the agent, who is told', () => {
      const built = request({ task: { ...task, commit: PUSHED }, earlier: earlier('verification', null) });
      expect(built.startingPoint).toEqual({
        ref: 'refs/heads/planwright/release/plan',
        mustContain: [],
        continueFrom: { commit: PUSHED, base: BASE },
        trusted: PUSHED,
      });
      expect(built.requiredOutputs).toEqual(['version']);
      expect(JSON.stringify(built.work)).toContain(`up to ${PUSHED}`);
    });

    test('the agent that mended in vain goes on from its own commit', () => {
      const built = request({ task: { ...task, commit: PUSHED }, earlier: earlier('verification') });
      expect(built.startingPoint).toMatchObject({ ...continued, alsoParent: PUSHED });
    });
  });

  test('after a conflict the published commit becomes a second parent', () => {
    const task = taskRecord({ commit: COMMIT });
    expect(request({ task, earlier: earlier('conflict', MERGE) }).startingPoint).toMatchObject({ alsoParent: COMMIT });
  });
});

describe('an agent', () => {
  const agentWork = (details: Partial<LeaseDetails>) => {
    const { work } = request(details);
    if (work.kind !== 'agent') throw new Error('It is no work of an agent.');
    return work;
  };

  test('goes on with the conversation that this runner holds, and is told what is new', () => {
    const work = agentWork({ sessions: [sessionRecord({ provider: 'coder-cli' })], recent: [recentAttempt()] });
    expect(work.resume?.session).toEqual({ id: 'session-1', used: sessionRecord().used });
    expect(work.resume?.prompt.map(({ title }) => title)).toEqual(['Go on']);
    expect(work.prompt.map(({ title }) => title)).toContain('Your task');
  });

  test('begins anew elsewhere', () => {
    expect(agentWork({ sessions: [sessionRecord({ provider: 'coder-cli', runner: 'other' })] }).resume).toBeUndefined();
  });

  test('is told of what was done and said before, as data, in case it does not remember it', () => {
    const whole = leaseDetails({ recent: [recentAttempt()] });
    const conversation = [{ at: 0, kind: 'message', text: 'I had the idea <!-- hidden --> first.' } as const];
    const { work } = buildExecutionRequest(
      whole,
      pick(whole),
      { attempt: 'attempt', number: 2, boundary: 'data-1', runner: 'runner', conversation },
      limits,
    );
    expect(work).toMatchObject({
      prompt: expect.arrayContaining([
        {
          title: 'What was done and said before',
          text: 'data-1\nagent: I had the idea  first.\ndata-1\nLeft out, since nobody who read it saw it: 1 HTML comment.',
        },
      ]),
    });
  });
});
