import { describe, expect, test } from 'vitest';
import { finishAttempt } from '../../../src/core/decide/finish_attempt.ts';
import type { AttemptSlice } from '../../../src/core/slices.ts';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import {
  attemptRecord,
  attemptSlice,
  COMMIT,
  executionRequest,
  failed,
  runRecord,
  surroundings,
  taskRecord,
} from '../records.ts';

const PUSHED = 'e'.repeat(40);
const run = runRecord({ issue: 40 });
const last = taskRecord({ attempts: 5, failures: { agent_error: 2, paused: 2 } });
const verification = failed({
  class: 'verification',
  message: '`npm test` exit 1',
  commit: COMMIT,
  evidence: [
    {
      step: 'verify',
      argv: ['npm', 'test'],
      end: { kind: 'exited', exitCode: 1 },
      durationMs: 5,
      commit: COMMIT,
      outputTail: 'src/parse.ts:12:5: error: no week\n',
    },
  ],
});

function shown(slice: Partial<AttemptSlice>, outcome: Outcome = verification) {
  const { effects } = finishAttempt(attemptSlice({ run, ...slice }), { runner: 'runner', outcome }, surroundings());
  return effects.map(({ effect, lane }) => ({ ...effect, lane }));
}

describe('failed work is shown by a check', () => {
  test('at the last work of a task that is given up, with a button to retry it and the places that are named', () => {
    const [check, ...others] = shown({ task: last });
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      kind: 'check_task',
      lane: 'task:task-parser',
      commit: COMMIT,
      check: {
        name: 'planwright / parser',
        conclusion: 'failure',
        summary: expect.stringContaining('attempt 1 took 0.0 s, failure 3 of 3, plan #40.'),
        places: [{ path: 'src/parse.ts', line: 12, message: 'error: no week' }],
        actions: [{ identifier: 'retry' }],
      },
    });
    expect(check).toMatchObject({
      check: { summary: expect.stringContaining('Wanted, on #40: `/planwright retry parser` or') },
    });
  });

  test('with whom it concerns, where something around the task is broken', () => {
    const outcome = failed({ class: 'budget', message: 'Its max-cost is reached.', commit: COMMIT });
    const [check] = shown({ task: { ...last, failures: { budget: 1 } } }, outcome);
    expect(check).toMatchObject({
      check: {
        title: 'Its max-cost is reached.',
        summary: expect.stringContaining('Wanted of @ada, on #40: `/planwright retry parser` or'),
        actions: [{ identifier: 'retry' }],
      },
    });
  });

  test('with what all attempts of the task have cost, this one by its own report', () => {
    const usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0, costMicros: null, model: 'ours' };
    const before = { ...usage, costMicros: 400_000, costBy: 'agent' } as const;
    const used = [
      { ...before, attempt: 'attempt-0' },
      { ...before, attempt: 'attempt-1', costMicros: 1 },
    ];
    const { effects } = finishAttempt(
      attemptSlice({ run, task: last, used }),
      {
        runner: 'runner',
        outcome: { ...verification, usage },
        prices: [{ model: 'ours', input: 2, cached: 2, output: 2 }],
      },
      surroundings(),
    );
    expect(effects[0]?.effect).toMatchObject({
      check: { summary: expect.stringContaining('the task cost about 2.40 $') },
    });
  });

  const request = executionRequest({
    work: { kind: 'verification' },
    startingPoint: { ref: 'refs/heads/planwright/release/parser', mustContain: [PUSHED] },
  });
  const attempt = attemptRecord({ request, base: PUSHED, startCommit: PUSHED });
  const task = taskRecord({ commit: COMMIT, pushed: PUSHED });

  test('at commits that people pushed, with a button to stop the agent that mends them', () => {
    expect(shown({ attempt, task })).toMatchObject([
      { kind: 'check_task', commit: PUSHED, check: { conclusion: 'failure', actions: [{ identifier: 'cancel' }] } },
    ]);
    expect(shown({ attempt, task: { ...last, pushed: PUSHED } })).toMatchObject([
      { commit: PUSHED, check: { actions: [{ identifier: 'retry' }] } },
    ]);
  });

  test.each<[string, Partial<AttemptSlice>, Outcome]>([
    ['while another attempt follows', {}, verification],
    ['of a local run', { run: runRecord(), task: last }, verification],
    ['where nothing was left', { task: last }, failed()],
    ['of a task that was to be canceled', { task: { ...last, cancel: 'graceful' } }, verification],
    ['of the whole, which has its own', { task: { ...last, key: 'plan', kind: 'verification' } }, verification],
    ['where passing trouble kept it from being verified', { attempt, task }, failed({ class: 'transient' })],
    ['where more was pushed', { attempt, task: { ...task, pushed: 'f'.repeat(40) } }, verification],
  ])('but not %s', (_, slice, outcome) => {
    expect(shown(slice, outcome).filter(({ kind }) => kind === 'check_task')).toEqual([]);
  });
});
