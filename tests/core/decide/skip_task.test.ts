import { describe, expect, test } from 'vitest';
import { retryRun } from '../../../src/core/decide/retry_run.ts';
import { skipTask } from '../../../src/core/decide/skip_task.ts';
import type { Reason } from '../../../src/core/reason.ts';
import type { RunRecord } from '../../../src/core/records.ts';
import { runHasEnded, runMachine } from '../../../src/core/run/run_state.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import { taskHasEnded, taskMachine } from '../../../src/core/task/task_state.ts';
import { statesOf } from '../expect_machine.ts';
import { dependent, NOW, runRecord, surroundings, taskRecord, taskSlice } from '../records.ts';

const skip = (slice: Partial<TaskSlice>) => skipTask(taskSlice(slice), { by: 'ada' }, surroundings());
const refused = expect.objectContaining({ code: 'not_allowed_in_state' });
const reason: Reason = { code: 'skipped_by_person', message: 'Skipped by ada.' };
const close = (key: string) => ({
  kind: 'close_dependency',
  run: 'run',
  task: `task-${key}`,
  dependsOn: 'task-parser',
});
const skippable = statesOf(taskMachine).filter((state) => taskMachine.allows(state, 'skip'));

describe('a person skips a task', () => {
  test.each(skippable.filter((state) => !taskHasEnded(state)))('that is %s: who waits for it goes on', (state) => {
    const decision = skip({
      task: taskRecord({ state }),
      dependents: [dependent('docs'), dependent('later', { direct: false })],
    });
    expect(decision.changes).toEqual([
      {
        kind: 'move_task',
        task: 'task-parser',
        from: state,
        fromAttempt: 1,
        to: 'skipped',
        set: { reason, endedAt: NOW, dueAt: null, takeover: null },
      },
      ...(state === 'blocked' ? [{ kind: 'withdraw_questions', task: 'task-parser', because: reason.message }] : []),
      { kind: 'release_locks', task: 'task-parser' },
      { kind: 'count_open_tasks', run: 'run', by: -1 },
      { kind: 'require_plan', run: 'run', edits: 0 },
      close('docs'),
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'skip_requested', by: 'ada' },
      { kind: 'task_moved', from: state, to: 'skipped', reason },
    ]);
  });

  test.each(skippable.filter(taskHasEnded))('that is %s: what had ended because of it comes back', (state) => {
    const ended = {
      state: 'skipped',
      reason: { code: 'dependency_failed', message: '' },
      badDependencies: ['task-parser'],
    } as const;
    const decision = skip({
      task: taskRecord({ state }),
      run: runRecord({ state: 'failed', openTasks: 0 }),
      dependents: [
        dependent('docs', ended),
        dependent('both', { ...ended, badDependencies: ['task-parser', 'task-lexer'], openDependencies: 2 }),
        dependent('later', { ...ended, direct: false, badDependencies: ['task-docs'] }),
        dependent('unwanted', { ...ended, reason }),
      ],
    });
    expect(decision.changes).toMatchObject([
      { kind: 'move_task', from: state, to: 'skipped', set: { reason } },
      { kind: 'move_task', task: 'task-docs', from: 'skipped', to: 'pending' },
      { kind: 'move_task', task: 'task-later', from: 'skipped', to: 'pending' },
      { kind: 'require_plan', edits: 0 },
      close('docs'),
      close('both'),
      close('unwanted'),
      { kind: 'require_dependencies', tasks: ['task-docs'], are: 'met' },
      { kind: 'require_dependencies', tasks: ['task-later'], are: 'open' },
      { kind: 'require_dependencies', tasks: ['task-both'], are: 'hopeless' },
      { kind: 'count_open_tasks', by: 2 },
      { kind: 'move_run', from: 'failed', to: 'running' },
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
    ]);
  });

  test('that was the last to have failed: the run goes on to its end', () => {
    const decision = skip({ task: taskRecord({ state: 'failed' }), run: runRecord({ state: 'failed' }) });
    expect(decision.events.at(-1)).toMatchObject({ body: { kind: 'run_moved', from: 'failed', to: 'running' } });
  });

  test('twice: nothing happens', () => {
    expect(skip({ task: taskRecord({ state: 'skipped', reason }) }).changes).toEqual([]);
  });

  test.each([
    ['running', 'cancel it first'],
    ['in_review', 'about to be merged'],
    ['succeeded', 'nothing to skip'],
  ] as const)('that is %s: refused', (state, message) => {
    expect(() => skip({ task: taskRecord({ state }) })).toThrow(refused);
    expect(() => skip({ task: taskRecord({ state }) })).toThrow(message);
  });

  test('that was skipped because of another: refused, told which', () => {
    const because: Reason = { code: 'dependency_failed', message: '`lexer` failed.', task: 'lexer' };
    expect(() => skip({ task: taskRecord({ state: 'skipped', reason: because }) })).toThrow('`lexer` failed.');
  });

  test.each([
    ['was canceled', { state: 'canceled' }],
    ['has succeeded', { state: 'succeeded' }],
    ['is being canceled', { cancel: 'graceful' }],
  ] as const)('of a run that %s: refused', (_, run) => {
    expect(() => skip({ task: taskRecord({ state: 'failed' }), run: runRecord(run) })).toThrow(refused);
  });
});

describe('a person retries a run', () => {
  const retry = (run: Partial<RunRecord>) => retryRun({ run: runRecord(run) }, { by: 'ada' }, surroundings());

  test.each(['failed', 'quarantined', 'canceled'] as const)('that is %s: it concludes anew', (state) => {
    const decision = retry({ state, timeoutMs: 60_000 });
    const set = { cancel: null, reason: null, endedAt: null, deadlineAt: NOW + 60_000 };
    expect(decision.changes).toEqual([{ kind: 'move_run', run: 'run', from: state, to: 'running', set }]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'retry_requested', by: 'ada' },
      { kind: 'run_moved', from: state, to: 'running' },
    ]);
  });

  test.each(statesOf(runMachine).filter((state) => !runHasEnded(state) || state === 'succeeded'))(
    'that is %s: refused',
    (state) => {
      expect(() => retry({ state })).toThrow(refused);
    },
  );
});
