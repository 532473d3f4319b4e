import { describe, expect, test } from 'vitest';
import { answerBegin } from '../../../src/core/decide/answer_begin.ts';
import { answerMerge } from '../../../src/core/decide/answer_merge.ts';
import { answerOffer } from '../../../src/core/decide/answer_offer.ts';
import { answerPublish } from '../../../src/core/decide/answer_publish.ts';
import { answerRestore } from '../../../src/core/decide/answer_restore.ts';
import { answerShown } from '../../../src/core/decide/answer_shown.ts';
import { effectIsWanted } from '../../../src/core/decide/effect_is_wanted.ts';
import type { EffectAnswer } from '../../../src/core/effects/effect.ts';
import type { RunRecord, TaskRecord } from '../../../src/core/records.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import {
  ASKED_NO_MORE,
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
      ASKED_NO_MORE,
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
    expect(() => answer({ kind: 'published', pull: null })).toThrow('begin_run cannot have the answer published');
  });
});

const inReview = taskRecord({ state: 'in_review', commit: COMMIT });

describe('a branch is published', () => {
  const effect = {
    kind: 'publish_task',
    task: 'task-parser',
    branch: 'planwright/release/parser',
    commit: COMMIT,
    pull: null,
  } as const;
  const answer = (given: EffectAnswer, task = inReview, run = runRecord()) =>
    answerPublish(taskSlice({ task, run, dependents: [dependent('docs')] }), sent(effect, given), surroundings());

  test('and that is told', () => {
    const decision = answer({ kind: 'published', pull: null });
    expect(decision.changes).toEqual([settled({ kind: 'published', pull: null })]);
    expect(decision.events[0]?.body).toEqual({ kind: 'task_published', branch: effect.branch, commit: COMMIT });
  });

  test('and then merged, in the one lane of what moves the integration branch', () => {
    expect(answer({ kind: 'published', pull: null }).effects).toEqual([
      {
        id: 'id-1',
        run: 'run',
        lane: 'run:run',
        effect: {
          kind: 'merge_task',
          task: 'task-parser',
          branch: effect.branch,
          commit: COMMIT,
          message: 'Merge parser: Parse dates',
        },
      },
    ]);
  });

  test('and then merged with a message that names nobody and closes nothing', () => {
    const task = taskRecord({ state: 'in_review', commit: COMMIT, sketch: { title: 'Fixes #7 as @bob asked' } });
    const [merge] = answer({ kind: 'published', pull: null }, task).effects;
    expect(merge?.effect).toHaveProperty('message', 'Merge parser: Fixes #\u200B7 as @\u200Bbob asked');
  });

  test.each([
    ['ended meanwhile', taskRecord({ state: 'failed', commit: COMMIT })],
    ['has newer work', { ...inReview, commit: MERGE }],
  ])('and neither merged nor failed for it where its task %s', (_, task) => {
    expect(answer({ kind: 'published', pull: null }, task).effects).toEqual([]);
    const refusal = { kind: 'refused', message: 'It was moved.' } as const;
    expect(answer(refusal, task).changes).toEqual([settled(refusal)]);
  });

  test.each([
    [null, true],
    [40, true],
    [41, false],
  ])('with its pull request: %s was known, so 41 is news: %s', (pull, news) => {
    const decision = answer({ kind: 'published', pull: 41 }, { ...inReview, pull });
    const set = { kind: 'set_task', task: 'task-parser', in: 'in_review', atAttempt: 1, set: { pull: 41 } };
    expect(decision.changes.slice(1)).toEqual(news ? [set] : []);
    expect(decision.events.slice(1)).toEqual(
      news ? [{ run: 'run', task: 'parser', body: { kind: 'pull_opened', pull: 41 } }] : [],
    );
  });

  test('unless people pushed there: their commits are verified first', () => {
    const decision = answer({ kind: 'pushed_by_others', head: MERGE });
    expect(decision.changes.slice(1)).toEqual([
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'in_review',
        fromAttempt: 1,
        to: 'ready',
        set: { pushed: MERGE },
      },
    ]);
    expect(decision.events[0]?.body).toEqual({ kind: 'branch_pushed', by: 'somebody', commit: MERGE });
  });

  test('and commits of others change nothing where the task has gone on, and end it where it is to end', () => {
    const pushed = { kind: 'pushed_by_others', head: MERGE } as const;
    for (const task of [taskRecord({ state: 'ready' }), { ...inReview, commit: MERGE }]) {
      expect(answer(pushed, task).changes).toEqual([settled(pushed)]);
    }
    const ending = answer(pushed, inReview, runRecord({ cancel: 'graceful' }));
    expect(ending.events[0]).toMatchObject({ body: { from: 'in_review', to: 'canceled' } });
  });

  test('with no answer of another effect', () => {
    expect(() => answer({ kind: 'done' })).toThrow('publish_task cannot have the answer done');
  });

  test('unless the repository refuses: the task fails', () => {
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
  const lost = { kind: 'integration_lost', head: null } as const;
  const conflict = {
    kind: 'conflict',
    ours: BASE,
    paths: ['src/a.ts', 'src/b.ts'],
    detail: 'Both sides changed it.',
  } as const;
  const answer = (given: EffectAnswer, slice: Partial<TaskSlice> = {}) =>
    answerMerge(taskSlice({ task: inReview, ...slice }), { ...sent(effect, given), onto: BASE }, surroundings());

  test('and is in: the head moves, the task succeeds, who waited is counted off', () => {
    const decision = answer(merged, { dependents: [dependent('docs')] });
    expect(decision.changes).toEqual([
      settled(merged),
      { kind: 'require_integration_head', run: 'run', head: BASE },
      { kind: 'set_run', run: 'run', in: 'running', set: { integrationHead: MERGE } },
      {
        kind: 'move_task',
        task: 'task-parser',
        from: 'in_review',
        fromAttempt: 1,
        to: 'succeeded',
        set: { mergeCommit: MERGE, endedAt: NOW, takeover: null },
      },
      { kind: 'count_open_tasks', run: 'run', by: -1 },
      { kind: 'require_plan', run: 'run', edits: 0 },
      { kind: 'close_dependency', run: 'run', task: 'task-docs', dependsOn: 'task-parser' },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'task_merged', mergeCommit: MERGE },
      { kind: 'task_moved', from: 'in_review', to: 'succeeded' },
    ]);
  });

  test('or is asked for once more, where people moved the integration branch meanwhile: which head is newer, only the repository knows', () => {
    const run = runRecord({ integrationHead: COMMIT });
    const decision = answer(merged, { run });
    expect(decision.changes).toEqual([settled(merged), { kind: 'require_integration_head', run: 'run', head: COMMIT }]);
    expect(decision.events).toEqual([]);
    expect(decision.effects).toEqual([{ id: 'id-1', run: 'run', lane: 'run:run', effect }]);
    const ended = answer(merged, { run, task: taskRecord({ state: 'canceled', commit: COMMIT }) });
    expect(ended.effects).toEqual([]);
    expect(ended.changes).toContainEqual(expect.objectContaining({ kind: 'move_task', to: 'succeeded' }));
  });

  test.each([
    ['was skipped meanwhile', taskRecord({ state: 'skipped', commit: COMMIT })],
    ['is at work again', taskRecord({ state: 'running', commit: COMMIT })],
    ['has newer work', taskRecord({ state: 'in_review', commit: MERGE })],
    ['failed with newer work', taskRecord({ state: 'failed', commit: MERGE })],
    ['has commits of people to verify', taskRecord({ state: 'ready', commit: COMMIT, pushed: BASE })],
  ])('although its task %s: the head moves, and nothing else', (_, task) => {
    const decision = answer(merged, { task });
    expect(decision.changes.map((change) => change.kind)).toEqual([
      'settle_effect',
      'require_integration_head',
      'set_run',
    ]);
    expect(answer(conflict, { task }).changes).toEqual([settled(conflict)]);
    const refusal = { kind: 'refused', message: 'No.' } as const;
    expect(answer(refusal, { task }).changes).toEqual([settled(refusal)]);
  });

  describe('although its task has come to something else: the commits are in, so it has succeeded', () => {
    const task = (state: TaskRecord['state']) => taskRecord({ state, commit: COMMIT });
    const changesOf = (slice: Partial<TaskSlice>) => answer(merged, slice).changes.slice(3);
    const set = { mergeCommit: MERGE, reason: null, cancel: null, dueAt: null, endedAt: NOW };

    test.each(['failed', 'canceled'] as const)(
      'it is %s: what ended because of it comes back, and so does its run',
      (state) => {
        const ended = { state: 'skipped', reason: { code: 'dependency_failed', message: '' } } as const;
        const docs = dependent('docs', { ...ended, badDependencies: ['task-parser'] });
        const run = runRecord({ state: 'failed', openTasks: 0 });
        expect(changesOf({ task: task(state), run, dependents: [docs] })).toMatchObject([
          { kind: 'move_task', from: state, to: 'succeeded', set },
          { kind: 'move_task', task: 'task-docs', from: 'skipped', to: 'pending' },
          { kind: 'require_plan', edits: 0 },
          { kind: 'close_dependency', task: 'task-docs' },
          { kind: 'require_dependencies', tasks: ['task-docs'], are: 'met' },
          { kind: 'count_open_tasks', by: 1 },
          { kind: 'move_run', from: 'failed', to: 'running' },
          { kind: 'require_not_canceled', in: 'running', task: 'task-parser' },
        ]);
        const others = runRecord({ state: 'paused' });
        expect(changesOf({ task: task(state), run: others }).map(({ kind }) => kind)).toEqual([
          'move_task',
          'require_plan',
          'require_not_canceled',
        ]);
      },
    );

    test.each([
      { state: 'canceled', cancel: 'graceful' },
      { state: 'running', cancel: 'graceful' },
      { state: 'succeeded' },
    ] as const)('the run stays as it is, and who is retried later waits for it no more: %j', (run) => {
      const ended = dependent('docs', { state: 'canceled', reason: { code: 'run_canceled', message: '' } });
      const changes = changesOf({ task: task('canceled'), run: runRecord(run), dependents: [ended] });
      expect(changes).toMatchObject([
        { kind: 'move_task', task: 'task-parser', to: 'succeeded' },
        { kind: 'require_plan', edits: 0 },
        { kind: 'close_dependency', task: 'task-docs', dependsOn: 'task-parser' },
      ]);
    });

    test('in a canceled run, who was skipped because of it is so because of the run', () => {
      const reason = { code: 'dependency_failed', message: '', task: 'parser' } as const;
      const docs = dependent('docs', { state: 'skipped', reason });
      const run = runRecord({ state: 'canceled', cancel: 'graceful' });
      expect(changesOf({ task: task('failed'), run, dependents: [docs] }).at(-1)).toMatchObject({
        kind: 'set_task',
        task: 'task-docs',
        set: { reason: { code: 'run_canceled' } },
      });
    });

    test('it was sent back to work, and waits: that is not needed any more', () => {
      expect(changesOf({ task: task('ready'), dependents: [dependent('docs')] })).toMatchObject([
        { kind: 'move_task', from: 'ready', to: 'succeeded', set: { mergeCommit: MERGE } },
        { kind: 'count_open_tasks', by: -1 },
        { kind: 'require_plan', edits: 0 },
        { kind: 'close_dependency', task: 'task-docs' },
      ]);
    });
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

  test('of an issue: its branch goes, and the final pull request opens if there is none', () => {
    const branch = { kind: 'delete_branch', branch: 'planwright/release/parser', commit: COMMIT };
    const first = answer(merged, { run: runRecord({ issue: 40 }) });
    expect(first.effects).toEqual([
      { id: 'id-1', run: 'run', lane: 'task:task-parser', effect: branch },
      { id: 'id-2', run: 'run', lane: 'show:run', key: 'offer:run', effect: { kind: 'offer_run' } },
    ]);
    const later = answer(merged, { run: runRecord({ issue: 40, finalPull: 50 }) });
    expect(later.effects.map((each) => each.effect)).toEqual([branch]);
  });

  test.each([
    [null, 'integration_deleted', 'was deleted'],
    [MERGE, 'integration_rewritten', 'was rewritten'],
  ])('or finds the integration branch lost (head %s): the run pauses, and the merge waits', (head, code, how) => {
    const decision = answer({ kind: 'integration_lost', head });
    const reason = { code, message: expect.stringContaining(`\`planwright/release/plan\` ${how}`) };
    expect(decision.changes.slice(1)).toEqual([
      { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' },
      { kind: 'move_run', run: 'run', from: 'running', to: 'paused', set: { reason } },
    ]);
    expect(decision.events.map((event) => event.body)).toEqual([
      { kind: 'pause_requested', by: 'somebody', because: code },
      { kind: 'run_moved', from: 'running', to: 'paused', reason },
    ]);
    expect(decision.effects).toEqual([{ id: 'id-1', run: 'run', lane: 'run:run', effect }]);
  });

  test('or finds it lost when that does not matter any more', () => {
    expect(answer(lost, { task: taskRecord({ state: 'canceled' }) }).changes).toEqual([settled(lost)]);
    const ending = answer(lost, { run: runRecord({ cancel: 'graceful' }) });
    expect(ending.events).toMatchObject([{ body: { from: 'in_review', to: 'canceled' } }]);
    expect(ending.effects).toEqual([]);
  });

  test('with no answer of another effect', () => {
    expect(() => answer({ kind: 'published', pull: null })).toThrow('merge_task cannot have the answer published');
  });

  test('is wanted only while the task is in review with that commit', () => {
    expect(effectIsWanted({ task: inReview }, effect)).toBe(true);
    expect(effectIsWanted({ task: { ...inReview, commit: MERGE } }, effect)).toBe(false);
    expect(effectIsWanted({ task: taskRecord({ state: 'canceled', commit: COMMIT }) }, effect)).toBe(false);
  });
});

describe('the final pull request', () => {
  const answer = (given: EffectAnswer, run = runRecord({ issue: 40 })) =>
    answerOffer({ run }, { ...sent({ kind: 'offer_run' }, given), onto: run.integrationHead }, surroundings());
  const inReviewRun = runRecord({ issue: 40, state: 'in_review', openTasks: 0, finalPull: 50 });

  test('is remembered once it is open', () => {
    const decision = answer({ kind: 'offered', pull: 50, ready: false });
    expect(decision.changes.slice(1)).toEqual([{ kind: 'set_run', run: 'run', in: 'running', set: { finalPull: 50 } }]);
    expect(decision.events).toEqual([{ run: 'run', body: { kind: 'final_pull_opened', pull: 50 } }]);
    expect(answer({ kind: 'offered', pull: 50, ready: true }, inReviewRun).events).toEqual([]);
  });

  test('is not needed where the base has everything: the run has succeeded', () => {
    const decision = answer({ kind: 'offered', pull: null, ready: true }, inReviewRun);
    expect(decision.changes.slice(1)).toEqual([
      { kind: 'require_no_open_tasks', run: 'run' },
      ASKED_NO_MORE,
      { kind: 'move_run', run: 'run', from: 'in_review', to: 'succeeded', set: { endedAt: NOW, reason: null } },
    ]);
    expect(decision.effects).toMatchObject([{ key: 'close:run', effect: { kind: 'close_run' } }]);
    expect(answer({ kind: 'offered', pull: null, ready: false }).events).toEqual([]);
  });

  test('cannot be offered without the integration branch: the run goes back to work and pauses', () => {
    const decision = answer({ kind: 'integration_lost', head: null }, inReviewRun);
    const moves = decision.changes.slice(1);
    expect(moves).toMatchObject([
      { kind: 'move_run', from: 'in_review', to: 'running' },
      { kind: 'move_run', from: 'running', to: 'paused', set: { reason: { code: 'integration_deleted' } } },
    ]);
  });

  test('that is refused fails a run in review, which a retry offers again; of a run at work it is told', () => {
    const decision = answer({ kind: 'refused', message: 'No.' }, inReviewRun);
    const reason = { code: 'final_pull_request_refused', message: expect.stringContaining('No.') };
    expect(decision.changes).toContainEqual(
      expect.objectContaining({ kind: 'move_run', from: 'in_review', to: 'failed', set: { endedAt: NOW, reason } }),
    );
    const atWork = answer({ kind: 'refused', message: 'No.' }, { ...inReviewRun, state: 'running' });
    expect(atWork.changes).toHaveLength(1);
    expect(atWork.events).toMatchObject([
      { body: { kind: 'noticed', sort: 'seen', what: expect.stringContaining('No.') } },
    ]);
    expect(answer({ kind: 'superseded' }).events).toEqual([]);
    expect(() => answer({ kind: 'done' })).toThrow('offer_run cannot have the answer done');
  });
});

describe('the report that is committed before the final pull request is ready', () => {
  const REPORTED = 'e'.repeat(40);
  const wanted = runRecord({
    issue: 40,
    state: 'in_review',
    openTasks: 0,
    finalPull: 50,
    integrationHead: MERGE,
    reportPath: 'docs/report.md',
  });
  const committed = { kind: 'committed', commit: REPORTED, head: REPORTED } as const;
  const answer = (run: RunRecord, given: EffectAnswer, onto = run.integrationHead) =>
    answerOffer({ run }, { ...sent({ kind: 'offer_run' }, given), onto }, surroundings());

  test('is where the integration branch stands from then on', () => {
    const decision = answer(wanted, { kind: 'offered', pull: 50, ready: true, report: committed });
    expect(decision.changes.slice(1)).toEqual([
      { kind: 'require_integration_head', run: 'run', head: MERGE },
      { kind: 'set_run', run: 'run', in: 'in_review', set: { integrationHead: REPORTED, reportCommit: REPORTED } },
    ]);
    expect(decision.events).toEqual([
      { run: 'run', body: { kind: 'report_committed', path: 'docs/report.md', commit: REPORTED } },
    ]);
  });

  test('is told once, also where people pushed on top of it', () => {
    const run = { ...wanted, integrationHead: REPORTED, reportCommit: REPORTED };
    const same = answer(run, { kind: 'offered', pull: 50, ready: true, report: committed });
    expect(same.changes.slice(1)).toEqual([{ kind: 'require_integration_head', run: 'run', head: REPORTED }]);
    expect(same.events).toEqual([]);
    const moved = answer(run, { kind: 'offered', pull: 50, ready: true, report: { ...committed, head: COMMIT } });
    expect(moved.changes.at(-1)).toMatchObject({ set: { integrationHead: COMMIT, reportCommit: REPORTED } });
    expect(moved.events).toEqual([]);
  });

  test('is looked for again where the integration branch moved meanwhile', () => {
    const decision = answer(wanted, { kind: 'offered', pull: 50, ready: true, report: committed }, BASE);
    expect(decision.changes.slice(1)).toEqual([{ kind: 'require_integration_head', run: 'run', head: MERGE }]);
    expect(decision.effects).toMatchObject([{ key: 'offer:run', effect: { kind: 'offer_run' } }]);
    expect(decision.events).toEqual([]);
  });

  test('ends a local run, which has no pull request', () => {
    const local = { ...wanted, issue: null, finalPull: null };
    const decision = answer(local, { kind: 'offered', pull: null, ready: true, report: committed });
    expect(decision.changes.at(-1)).toMatchObject({ kind: 'move_run', from: 'in_review', to: 'succeeded' });
    expect(decision.effects).toEqual([]);
    const refused = answer(local, { kind: 'refused', message: 'There is no git repository.' });
    expect(refused.changes.at(-1)).toMatchObject({ kind: 'move_run', from: 'in_review', to: 'succeeded' });
    const draft = answer(local, { kind: 'offered', pull: null, ready: false });
    expect(draft.changes).toHaveLength(1);
  });

  test('is told where it cannot be committed', () => {
    const report = { kind: 'refused', message: 'It is protected.' } as const;
    const decision = answer(wanted, { kind: 'offered', pull: 50, ready: true, report });
    expect(decision.changes).toHaveLength(1);
    expect(decision.events).toMatchObject([
      { body: { kind: 'noticed', sort: 'seen', what: 'The report could not be committed: It is protected.' } },
    ]);
  });
});

describe('the integration branch is made again', () => {
  const reason = { code: 'integration_deleted', message: '' } as const;
  const answer = (given: EffectAnswer, run = runRecord({ state: 'paused', reason })) =>
    answerRestore({ run }, sent({ kind: 'restore_integration', commit: MERGE, pulls: [] }, given), surroundings());

  test('and the run goes on', () => {
    expect(answer({ kind: 'done' }).changes.slice(1)).toEqual([
      { kind: 'move_run', run: 'run', from: 'paused', to: 'running', set: { reason: null } },
      { kind: 'wake_effects', run: 'run', at: NOW },
    ]);
    expect(answer({ kind: 'done' }, runRecord({ state: 'running' })).events).toEqual([]);
  });

  test('or not: it stays paused, and that is told', () => {
    const decision = answer({ kind: 'refused', message: 'The branch is elsewhere.' });
    expect(decision.changes).toHaveLength(1);
    expect(decision.events).toMatchObject([{ body: { kind: 'noticed', sort: 'seen' } }]);
    expect(answer({ kind: 'superseded' }).events).toEqual([]);
    expect(() => answer({ kind: 'begun', base: '', baseCommit: '' })).toThrow('restore_integration');
  });
});

test('what only shows or tidies is settled, whatever came of it', () => {
  for (const answer of [{ kind: 'done' }, { kind: 'superseded' }, { kind: 'refused', message: 'No.' }] as const) {
    const decision = answerShown(sent({ kind: 'show_run' }, answer), surroundings());
    expect(decision).toEqual({ changes: [settled(answer)], events: [], effects: [], result: null });
  }
});
