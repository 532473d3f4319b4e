import { describe, expect, test } from 'vitest';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import type { AttemptSlice } from '../../../src/core/slices.ts';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import {
  attemptRecord,
  attemptSlice,
  COMMIT,
  dependent,
  ended,
  executionRequest,
  failed,
  NOW,
  repository,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
} from '../records.ts';

const finish = (slice: AttemptSlice, outcome: Outcome, random?: number) =>
  finishAttempt(slice, { runner: 'runner', outcome }, surroundings(random));

/** Whatever it asked is asked no more. */
const withdrawn = { kind: 'withdraw_questions', task: 'task-parser', because: 'Attempt 1 has ended.' };

const moved = (task: string, from: string, to: string, more = {}) => ({
  run: 'run',
  task,
  body: { kind: 'task_moved', from, to, ...more },
});

describe('success', () => {
  test('with a commit goes into review, and its branch is published in a lane of its own', () => {
    const outcome = succeeded({ outputs: { version: '2' }, summary: 'Done.' });
    const decision = finish(attemptSlice(), outcome);
    expect(decision.changes).toEqual([
      {
        kind: 'move_attempt',
        attempt: 'attempt-1',
        from: 'running',
        to: 'succeeded',
        set: { outcome, failure: null, endedAt: NOW },
      },
      withdrawn,
      { kind: 'release_locks', task: 'task-parser' },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'running',
        fromAttempt: 1,
        to: 'in_review',
        set: { commit: COMMIT, outputs: { version: '2' }, summary: 'Done.' },
      },
    ]);
    expect(decision.events).toEqual([
      { run: 'run', task: 'parser', attempt: 1, body: { kind: 'attempt_succeeded', commit: COMMIT, durationMs: 5 } },
      moved('parser', 'running', 'in_review'),
    ]);
    const branch = 'planwright/release/parser';
    expect(decision.effects).toEqual([
      {
        id: 'id-1',
        run: 'run',
        lane: 'task:task-parser',
        effect: { kind: 'publish_task', task: 'task-parser', branch, commit: COMMIT, pull: null },
      },
    ]);
    expect(decision.result).toEqual({ accepted: true });
  });

  test('of an issue shows the work in a pull request and a check', () => {
    const place = { ...repository, cloneUrl: 'https://github.com/acme/app.git' };
    const slice = attemptSlice({ run: runRecord({ issue: 40 }), repository: place });
    const [publish, check, ...none] = finish(slice, succeeded()).effects;
    expect(publish).toMatchObject({ lane: 'task:task-parser', effect: { kind: 'publish_task', pull: {} } });
    expect(check).toMatchObject({
      lane: 'task:task-parser',
      effect: { kind: 'check_task', task: 'task-parser', commit: COMMIT, check: { name: 'planwright / parser' } },
    });
    expect(none).toEqual([]);
  });

  test('without a commit is in at once, and who waited directly is counted off', () => {
    const dependents = [
      dependent('docs'),
      dependent('later', { direct: false }),
      dependent('again', { satisfied: true }),
    ];
    const decision = finish(attemptSlice({ dependents }), succeeded({ commit: null, outputs: { version: '2' } }));
    expect(decision.changes.slice(1)).toEqual([
      withdrawn,
      { kind: 'release_locks', task: 'task-parser' },
      { kind: 'move_task', task: 'task-parser', from: 'running', fromAttempt: 1, to: 'in_review' },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'in_review',
        fromAttempt: 1,
        to: 'succeeded',
        set: { outputs: { version: '2' }, summary: '', endedAt: NOW, takeover: null },
      },
      { kind: 'count_open_tasks', run: 'run', by: -1 },
      { kind: 'require_plan', run: 'run', edits: 0 },
      { kind: 'close_dependency', run: 'run', task: 'task-docs', dependsOn: 'task-parser' },
    ]);
    expect(decision.events.slice(1)).toEqual([
      moved('parser', 'running', 'in_review'),
      moved('parser', 'in_review', 'succeeded'),
    ]);
    expect(decision.effects).toEqual([]);
  });

  test.each([
    ['the task', { task: taskRecord({ cancel: 'graceful' }) }, 'canceled_by_person'],
    ['the run', { run: runRecord({ cancel: 'immediate' }) }, 'run_canceled'],
    [
      'the run by its time limit',
      { run: runRecord({ cancel: 'graceful', reason: { code: 'run_timed_out', message: '' } }) },
      'run_timed_out',
    ],
  ] as const)('of what is canceled ends as canceled (%s)', (_, slice, code) => {
    const decision = finish(attemptSlice({ ...slice, dependents: [dependent('docs')] }), succeeded());
    expect(decision.events.at(1)).toMatchObject({ body: { from: 'running', to: 'canceled', reason: { code } } });
    expect(decision.events.at(2)).toMatchObject({
      task: 'docs',
      body: {
        to: 'skipped',
        reason: { code: 'dependency_canceled', message: '`parser` was canceled.', task: 'parser' },
      },
    });
    expect(decision.effects).toEqual([]);
  });
});

describe('failure', () => {
  test('waits for its retry with the delay of its class, and releases its locks', () => {
    const decision = finish(attemptSlice(), failed(), 0.5);
    expect(decision.changes.slice(1)).toEqual([
      withdrawn,
      { kind: 'release_locks', task: 'task-parser' },
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'running',
        fromAttempt: 1,
        to: 'retrying',
        set: { failures: { agent_error: 1 }, dueAt: NOW + 500 },
      },
    ]);
    expect(decision.events).toEqual([
      {
        run: 'run',
        task: 'parser',
        attempt: 1,
        body: { kind: 'attempt_ended', class: 'agent_error', message: 'It broke.', commit: null },
      },
      moved('parser', 'running', 'retrying', { delayMs: 500 }),
    ]);
  });

  test('of a class without delay is ready again at once', () => {
    const decision = finish(attemptSlice(), failed({ class: 'verification', commit: COMMIT }));
    expect(decision.changes.slice(-2)).toMatchObject([
      { from: 'running', to: 'retrying', set: { failures: { verification: 1 }, dueAt: null } },
      { from: 'retrying', to: 'ready' },
    ]);
    expect(decision.events.slice(1)).toEqual([
      moved('parser', 'running', 'retrying', { delayMs: 0 }),
      moved('parser', 'retrying', 'ready'),
    ]);
  });

  test('that used up the retries skips every pending task that waits, however far', () => {
    const task = taskRecord({ attempts: 3, failures: { agent_error: 2 } });
    const dependents = [
      dependent('docs'),
      dependent('running', { state: 'running', satisfied: true }),
      dependent('later', { direct: false }),
    ];
    const decision = finish(attemptSlice({ task, dependents }), failed());
    const reason = { code: 'retries_used_up', class: 'agent_error', message: 'Failed 3 times: It broke.' };
    const because = { code: 'dependency_failed', message: '`parser` failed.', task: 'parser' };
    expect(decision.events.slice(1)).toEqual([
      moved('parser', 'running', 'failed', { reason }),
      moved('docs', 'pending', 'skipped', { reason: because }),
      moved('later', 'pending', 'skipped', { reason: because }),
    ]);
    expect(decision.changes.slice(1)).toMatchObject([
      withdrawn,
      { kind: 'set_task', in: 'running', atAttempt: 3, set: { failures: { agent_error: 3 } } },
      { kind: 'move_task', to: 'failed', set: { reason, endedAt: NOW, dueAt: null } },
      { kind: 'release_locks' },
      { kind: 'count_open_tasks', by: -1 },
      { kind: 'require_plan', edits: 0 },
      { kind: 'move_task', task: 'task-docs', to: 'skipped', set: { reason: because, endedAt: NOW } },
      { kind: 'release_locks', task: 'task-docs' },
      { kind: 'count_open_tasks', by: -1 },
      { kind: 'move_task', task: 'task-later', to: 'skipped' },
      { kind: 'release_locks', task: 'task-later' },
      { kind: 'count_open_tasks', by: -1 },
      { kind: 'require_none_waits_for', tasks: ['task-parser', 'task-docs', 'task-later'] },
    ]);
  });

  test('of a bound of its own is told by its own count, whatever else happened before', () => {
    const told = (failures: TaskRecord['failures'], outcome: Outcome) => {
      const { changes } = finish(attemptSlice({ task: taskRecord({ attempts: 14, failures }) }), outcome);
      return changes.find((change) => change.kind === 'move_task')?.set;
    };
    expect(told({ transient: 48, paused: 3 }, failed({ class: 'transient' }))).toMatchObject({
      reason: { message: 'Failed 49 times: It broke.' },
    });
    expect(told({ transient: 4, timeout: 1, agent_error: 1 }, failed({ class: 'no_change' }))).toMatchObject({
      reason: { message: 'Failed 3 times: It broke.' },
    });
    expect(told({ agent_error: 1 }, failed({ class: 'refused' }))).toMatchObject({
      reason: { code: 'never_retried', message: 'Failed: It broke.' },
    });
  });

  test('that is tolerated lets the dependents go on', () => {
    const task = taskRecord({ sketch: { settings: { onFailure: 'continue', retries: 0 } } });
    const dependents = [dependent('docs'), dependent('later', { direct: false })];
    const decision = finish(attemptSlice({ task, dependents }), ended('timed_out'));
    expect(decision.events.at(1)).toMatchObject({
      body: { to: 'failed', reason: { class: 'timeout', message: 'Failed: It was ended.' } },
    });
    expect(decision.changes.at(-1)).toEqual({
      kind: 'close_dependency',
      run: 'run',
      task: 'task-docs',
      dependsOn: 'task-parser',
    });
    expect(decision.events).toHaveLength(2);
  });

  test('of a class that is never retried ends the task', () => {
    const decision = finish(attemptSlice(), failed({ class: 'refused' }));
    expect(decision.events.at(1)).toMatchObject({ body: { to: 'failed', reason: { code: 'never_retried' } } });
  });

  test('of what is canceled ends as canceled, whatever the report', () => {
    const slice = attemptSlice({ task: taskRecord({ cancel: 'graceful' }) });
    for (const outcome of [failed(), ended('timed_out'), ended('canceled')]) {
      expect(finish(slice, outcome).events.at(1)).toMatchObject({ body: { from: 'running', to: 'canceled' } });
    }
  });

  test('before the start is taken too', () => {
    const attempt = attemptRecord({ state: 'leased', base: null, startCommit: null });
    expect(finish(attemptSlice({ attempt }), ended('canceled')).changes[0]).toMatchObject({
      from: 'leased',
      to: 'canceled',
      set: { failure: { class: 'canceled', message: 'It was ended.' } },
    });
  });
});

describe('an attempt that a pause ended', () => {
  const attempt = attemptRecord({ cancel: { how: 'graceful', code: 'paused', reason: '' } });
  const outcome = { ...ended('canceled'), commit: COMMIT };

  test.each(['paused', 'running'] as const)(
    'gives its task back uncounted, also when the run is %s by now',
    (state) => {
      const decision = finish(attemptSlice({ attempt, run: runRecord({ state }) }), outcome);
      expect(decision.changes).toEqual([
        {
          kind: 'move_attempt',
          attempt: 'attempt-1',
          from: 'running',
          to: 'canceled',
          set: { outcome, failure: { class: 'paused', message: 'The run was paused.' }, endedAt: NOW },
        },
        withdrawn,
        { kind: 'release_locks', task: 'task-parser' },
        { kind: 'require_not_canceled', run: 'run', in: state, task: 'task-parser' },
        { kind: 'move_task', task: 'task-parser', from: 'running', fromAttempt: 1, to: 'ready' },
      ]);
    },
  );

  test.each([
    ['its task', { task: taskRecord({ cancel: 'graceful' }) }],
    ['its run', { run: runRecord({ cancel: 'graceful' }) }],
  ] as const)('ends as canceled where %s is told to end', (_, slice) => {
    expect(finish(attemptSlice({ attempt, ...slice }), outcome).events.at(1)).toMatchObject({
      body: { from: 'running', to: 'canceled' },
    });
  });

  test('is taken as what it reports: a success goes on, a failure counts', () => {
    const run = runRecord({ state: 'paused' });
    expect(finish(attemptSlice({ attempt, run }), succeeded()).events.at(-1)).toMatchObject({
      body: { to: 'in_review' },
    });
    expect(finish(attemptSlice({ attempt, run }), failed()).changes.at(-1)).toMatchObject({ to: 'retrying' });
  });

  test('is canceled for good where nobody paused', () => {
    expect(finish(attemptSlice(), outcome).events.at(-1)).toMatchObject({ body: { to: 'failed' } });
  });
});

describe('what people pushed', () => {
  const PUSHED = 'e'.repeat(40);
  const request = executionRequest({
    work: { kind: 'verification' },
    startingPoint: { ref: 'refs/heads/planwright/release/parser', mustContain: [PUSHED] },
  });
  const verifying = attemptRecord({ request, base: PUSHED, startCommit: PUSHED });
  const task = taskRecord({ commit: COMMIT, pushed: PUSHED, outputs: { version: '1' }, summary: 'Done.' });

  test('is published once it is verified; what the task gave before stays', () => {
    const decision = finish(attemptSlice({ attempt: verifying, task }), succeeded({ commit: null }));
    expect(decision.changes.at(-1)).toMatchObject({ to: 'in_review', set: { commit: PUSHED, pushed: null } });
    expect(decision.changes.at(-1)).not.toHaveProperty('set.outputs');
    expect(decision.effects.map(({ effect }) => effect)).toMatchObject([{ kind: 'publish_task', commit: PUSHED }]);
  });

  test('meanwhile stays to be verified', () => {
    const newer = { ...task, pushed: 'f'.repeat(40) };
    for (const [attempt, outcome] of [
      [verifying, succeeded({ commit: null })],
      [attemptRecord(), succeeded()],
    ] as const) {
      const set = finish(attemptSlice({ attempt, task: newer }), outcome).changes.at(-1);
      expect(set).toMatchObject({ to: 'in_review' });
      expect(set).not.toHaveProperty('set.pushed');
    }
  });

  test('while an attempt found nothing to change is verified next', () => {
    const decision = finish(attemptSlice({ task }), succeeded({ commit: null, outputs: { version: '2' } }));
    expect(decision.events.slice(1)).toEqual([
      moved('parser', 'running', 'in_review'),
      moved('parser', 'in_review', 'ready'),
    ]);
  });

  test('is mended by an agent where it does not pass', () => {
    const decision = finish(attemptSlice({ attempt: verifying, task }), failed({ class: 'verification' }));
    expect(decision.changes).toContainEqual(
      expect.objectContaining({
        to: 'retrying',
        set: { failures: { verification: 1 }, dueAt: null, commit: PUSHED, pushed: PUSHED },
      }),
    );
  });

  test.each([
    ['after passing trouble', task, failed({ class: 'transient' })],
    ['where it is a command', { ...task, kind: 'command' as const }, failed({ class: 'verification' })],
    ['where more was pushed', { ...task, pushed: 'f'.repeat(40) }, failed({ class: 'verification' })],
  ])('is verified again %s', (_, of, outcome) => {
    const moves = finish(attemptSlice({ attempt: verifying, task: of }), outcome).changes;
    const retrying = moves.find((change) => change.kind === 'move_task');
    expect(retrying).toMatchObject({ to: 'retrying' });
    expect(retrying).not.toHaveProperty('set.pushed');
  });

  test('and mended is looked at no more', () => {
    const mended = { ...task, commit: PUSHED };
    const decision = finish(attemptSlice({ task: mended }), succeeded());
    expect(decision.changes.at(-1)).toMatchObject({ set: { commit: COMMIT, pushed: null } });
  });
});

describe('a report that comes again or late', () => {
  test('is accepted again when it is the same', () => {
    const attempt = attemptRecord({ state: 'succeeded', outcome: succeeded() });
    expect(finish(attemptSlice({ attempt }), succeeded())).toEqual({
      changes: [],
      events: [],
      effects: [],
      result: { accepted: true },
    });
  });

  test('is impossible when it says something else', () => {
    const attempt = attemptRecord({ state: 'succeeded', outcome: succeeded() });
    expect(() => finish(attemptSlice({ attempt }), failed())).toThrow(
      expect.objectContaining({ code: 'impossible_report' }),
    );
  });

  test.each([
    ['ready', 1],
    ['retrying', 1],
  ] as const)('counts when the attempt was given up and the task is %s', (state, attempts) => {
    const slice = attemptSlice({ attempt: attemptRecord({ state: 'lost' }), task: taskRecord({ state, attempts }) });
    const decision = finish(slice, succeeded());
    expect(decision.changes).toMatchObject([
      { kind: 'move_attempt', from: 'lost', to: 'running', set: { endedAt: null, failure: null } },
      { kind: 'move_task', from: state, to: 'running', set: { dueAt: null } },
      { kind: 'move_attempt', from: 'running', to: 'succeeded' },
      withdrawn,
      { kind: 'release_locks' },
      { kind: 'move_task', from: 'running', to: 'in_review' },
    ]);
    expect(decision.events.map((event) => event.body.kind)).toEqual([
      'attempt_revived',
      'task_moved',
      'attempt_succeeded',
      'task_moved',
    ]);
  });

  test.each([
    ['another attempt has taken its place', { state: 'lost' }, { state: 'ready', attempts: 2 }],
    ['another attempt runs', { state: 'lost' }, { state: 'running', attempts: 2 }],
    ['the task has ended', { state: 'lost' }, { state: 'canceled', attempts: 1 }],
    ['the attempt was canceled without a report', { state: 'canceled' }, { state: 'canceled', attempts: 1 }],
  ] as const)('changes nothing when %s', (_, attempt, task) => {
    const slice = attemptSlice({ attempt: attemptRecord(attempt), task: taskRecord(task) });
    expect(() => finish(slice, succeeded())).toThrow(expect.objectContaining({ code: 'attempt_not_current' }));
  });

  test('changes nothing when it is of another runner', () => {
    const input = { runner: 'stranger', outcome: succeeded() };
    expect(() => finishAttempt(attemptSlice(), input, surroundings())).toThrow(
      expect.objectContaining({ code: 'attempt_not_current' }),
    );
  });
});
