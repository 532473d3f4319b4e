import { describe, expect, test } from 'vitest';
import { answerBegin, answerMerge, answerPublish, effectIsWanted } from '../../../src/core/decide/answer_effect.ts';
import type { TaskSlice } from '../../../src/core/decide/slices.ts';
import type { EffectAnswer } from '../../../src/core/effects/effect.ts';
import {
  BASE,
  COMMIT,
  dependent,
  MERGE,
  NOW,
  runRecord,
  sent,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

const settled = (answer: EffectAnswer) => ({
  kind: 'settle_effect',
  effect: 'effect',
  owner: 'service',
  answer,
  at: NOW,
});

describe('a run begins', () => {
  const effect = { kind: 'begin_run', branchPrefix: 'planwright/release', base: 'develop' } as const;
  const pending = runRecord({ state: 'pending', baseCommit: null, timeoutMs: 60_000 });
  const open = [
    taskRecord({ key: 'a', state: 'ready', attempts: 0 }),
    taskRecord({ key: 'b', state: 'pending', attempts: 0 }),
  ];
  const answer = (given: EffectAnswer, run = pending) =>
    answerBegin({ run, open, liveAttempts: [] }, { ...sent(effect, given), sequence: 2 }, surroundings());

  test('at the base that was found, and its time runs from now', () => {
    const begun = { kind: 'begun', base: 'develop', baseCommit: BASE } as const;
    const decision = answer(begun);
    expect(decision.changes).toEqual([
      settled(begun),
      {
        kind: 'move_run',
        run: 'run',
        from: 'pending',
        to: 'running',
        set: { base: 'develop', baseCommit: BASE, integrationHead: BASE, startedAt: NOW, deadlineAt: NOW + 60_000 },
      },
    ]);
    expect(decision.events).toEqual([{ run: 'run', body: { kind: 'run_moved', from: 'pending', to: 'running' } }]);
    expect(answer(begun, { ...pending, timeoutMs: null }).changes[1]).toMatchObject({ set: { deadlineAt: null } });
  });

  test('under the next prefix when the first is taken', () => {
    const decision = answer({ kind: 'prefix_taken' });
    expect(decision.changes[1]).toEqual({
      kind: 'set_run',
      run: 'run',
      in: 'pending',
      set: { branchPrefix: 'planwright/release.2' },
    });
    expect(decision.effects).toEqual([
      {
        id: 'id-1',
        run: 'run',
        lane: 'run:run',
        effect: { kind: 'begin_run', branchPrefix: 'planwright/release.2', base: 'develop' },
      },
    ]);
  });

  test('never, when the repository refuses: it fails with all its tasks', () => {
    const decision = answer({ kind: 'refused', message: 'There is no branch develop.' });
    const reason = { code: 'could_not_begin', message: 'There is no branch develop.' };
    expect(decision.changes.slice(1)).toMatchObject([
      { kind: 'move_task', task: 'task-a', to: 'canceled', set: { reason, endedAt: NOW } },
      { kind: 'count_open_tasks', by: -1 },
      { kind: 'move_task', task: 'task-b', to: 'canceled' },
      { kind: 'count_open_tasks', by: -1 },
      { kind: 'require_no_resting_task' },
      { kind: 'move_run', from: 'pending', to: 'failed', set: { reason, endedAt: NOW } },
    ]);
    expect(decision.events.at(-1)).toMatchObject({ body: { kind: 'run_moved', to: 'failed', reason } });
  });

  test('not again, when it has begun or ended meanwhile, or the effect was not sent', () => {
    const begun = { kind: 'begun', base: 'develop', baseCommit: BASE } as const;
    expect(answer(begun, runRecord({ state: 'canceled' })).changes).toEqual([settled(begun)]);
    expect(answer({ kind: 'superseded' }).changes).toEqual([settled({ kind: 'superseded' })]);
  });

  test('with no answer of another effect', () => {
    expect(() => answer({ kind: 'published' })).toThrow('cannot begin with the answer published');
  });
});

const inReview = taskRecord({ state: 'in_review', commit: COMMIT });

describe('a branch is published', () => {
  const effect = {
    kind: 'publish_task',
    task: 'task-parser',
    branch: 'planwright/release/parser',
    commit: COMMIT,
  } as const;
  const answer = (given: EffectAnswer, task = inReview) =>
    answerPublish(taskSlice({ task, dependents: [dependent('docs')] }), sent(effect, given), surroundings());

  test('and that is told', () => {
    const decision = answer({ kind: 'published' });
    expect(decision.changes).toEqual([settled({ kind: 'published' })]);
    expect(decision.events[0]?.body).toEqual({ kind: 'task_published', branch: effect.branch, commit: COMMIT });
  });

  test('unless somebody else moved it: the task fails', () => {
    const decision = answer({ kind: 'refused', message: 'It was moved.' });
    expect(decision.events).toMatchObject([
      { body: { from: 'in_review', to: 'failed', reason: { code: 'publish_refused', message: 'It was moved.' } } },
      { task: 'docs', body: { to: 'skipped' } },
    ]);
  });

  test('and a refusal of what has ended changes nothing more', () => {
    const answered = { kind: 'refused', message: 'It was moved.' } as const;
    expect(answer(answered, taskRecord({ state: 'canceled' })).changes).toEqual([settled(answered)]);
    expect(answer({ kind: 'superseded' }).events).toEqual([]);
  });
});

describe('work is merged', () => {
  const effect = {
    kind: 'merge_task',
    task: 'task-parser',
    branch: 'planwright/release/parser',
    commit: COMMIT,
    message: 'Merge parser',
  } as const;
  const merged = { kind: 'merged', mergeCommit: MERGE, head: MERGE } as const;
  const conflict = {
    kind: 'conflict',
    ours: BASE,
    paths: ['src/a.ts', 'src/b.ts'],
    detail: 'Both sides changed it.',
  } as const;
  const answer = (given: EffectAnswer, slice: Partial<TaskSlice> = {}) =>
    answerMerge(taskSlice({ task: inReview, ...slice }), sent(effect, given), surroundings());

  test('and is in: the head moves, the task succeeds, who waited is counted off', () => {
    const decision = answer(merged, { dependents: [dependent('docs')] });
    expect(decision.changes).toEqual([
      settled(merged),
      { kind: 'set_run', run: 'run', in: 'running', set: { integrationHead: MERGE } },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'in_review',
        fromAttempt: 1,
        to: 'succeeded',
        set: { mergeCommit: MERGE, endedAt: NOW },
      },
      { kind: 'count_open_tasks', run: 'run', by: -1 },
      { kind: 'close_dependency', run: 'run', task: 'task-docs', dependsOn: 'task-parser' },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'task_merged', mergeCommit: MERGE },
      { kind: 'task_moved', from: 'in_review', to: 'succeeded' },
    ]);
  });

  test.each([
    ['was canceled meanwhile', taskRecord({ state: 'canceled', commit: COMMIT })],
    ['has newer work', taskRecord({ state: 'in_review', commit: MERGE })],
  ])('although its task %s: the head moves, and nothing else', (_, task) => {
    const decision = answer(merged, { task });
    expect(decision.changes.map((change) => change.kind)).toEqual(['settle_effect', 'set_run']);
    expect(answer(conflict, { task }).changes).toEqual([settled(conflict)]);
    const refusal = { kind: 'refused', message: 'No.' } as const;
    expect(answer(refusal, { task }).changes).toEqual([settled(refusal)]);
  });

  test.each([
    ['first', {}, 1],
    ['second', { conflict: 1 }, 2],
  ] as const)('or meets its %s conflict: another attempt on the new head', (_, failures, count) => {
    const decision = answer(conflict, { task: { ...inReview, failures } });
    const message = `${COMMIT} does not merge into ${BASE}: src/a.ts, src/b.ts. Both sides changed it.`;
    expect(decision.changes.slice(1)).toEqual([
      { kind: 'note_failure', attempt: 'attempt-1', failure: { class: 'conflict', message } },
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'in_review',
        fromAttempt: 1,
        to: 'ready',
        set: { failures: { conflict: count } },
      },
    ]);
    expect(decision.events[0]?.body).toEqual({ kind: 'merge_conflict', ours: BASE, paths: ['src/a.ts', 'src/b.ts'] });
  });

  test('or meets a conflict although its attempt is not known: it is done again all the same', () => {
    expect(answer(conflict, { attempt: null }).changes.map((change) => change.kind)).toEqual([
      'settle_effect',
      'require_not_canceled',
      'move_task',
    ]);
  });

  test('or meets a third: the task fails, both sides named', () => {
    const slice = { task: { ...inReview, failures: { conflict: 2 } }, dependents: [dependent('docs')] };
    const decision = answer(conflict, slice);
    expect(decision.events[1]).toMatchObject({
      body: {
        from: 'in_review',
        to: 'failed',
        reason: {
          code: 'conflict',
          class: 'conflict',
          message: expect.stringMatching(new RegExp(`${COMMIT}.*${BASE}`)),
        },
      },
    });
    expect(decision.events[2]).toMatchObject({ task: 'docs', body: { to: 'skipped' } });
  });

  test('or meets a conflict while it is canceled: it ends', () => {
    const decision = answer(conflict, { run: runRecord({ cancel: 'graceful' }) });
    expect(decision.events[1]).toMatchObject({ body: { to: 'canceled', reason: { code: 'run_canceled' } } });
  });

  test('or is refused: the task fails', () => {
    const decision = answer({ kind: 'refused', message: 'The branch is protected.' });
    expect(decision.events[0]).toMatchObject({ body: { to: 'failed', reason: { code: 'publish_refused' } } });
  });

  test('or was not sent: nothing happens', () => {
    expect(answer({ kind: 'superseded' }).changes).toEqual([settled({ kind: 'superseded' })]);
  });

  test('with no answer of another effect', () => {
    expect(() => answer({ kind: 'published' })).toThrow('cannot have the answer published');
  });

  test('is wanted only while the task is in review with that commit', () => {
    expect(effectIsWanted({ task: inReview }, effect)).toBe(true);
    expect(effectIsWanted({ task: { ...inReview, commit: MERGE } }, effect)).toBe(false);
    expect(effectIsWanted({ task: taskRecord({ state: 'canceled', commit: COMMIT }) }, effect)).toBe(false);
    const begin = { kind: 'begin_run', branchPrefix: 'planwright/release', base: null } as const;
    expect(effectIsWanted({ task: taskRecord() }, begin)).toBe(true);
  });
});
