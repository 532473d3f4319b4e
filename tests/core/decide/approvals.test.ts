import { describe, expect, test } from 'vitest';
import { answerPublish } from '../../../src/core/decide/answer_publish.ts';
import { answerQuestion } from '../../../src/core/decide/answer_question.ts';
import { approveStart } from '../../../src/core/decide/approve_start.ts';
import { askToStart } from '../../../src/core/decide/ask_to_start.ts';
import { branchPushed } from '../../../src/core/decide/branch_pushed.ts';
import { pullClosed } from '../../../src/core/decide/pull_closed.ts';
import { retryTask } from '../../../src/core/decide/retry_task.ts';
import type { QuestionRecord } from '../../../src/core/question/question_record.ts';
import type { TaskRecord } from '../../../src/core/records.ts';
import type { TaskSlice } from '../../../src/core/slices.ts';
import {
  attemptRecord,
  COMMIT,
  dependent,
  questionRecord,
  runRecord,
  succeeded,
  surroundings,
  taskRecord,
  taskSlice,
} from '../records.ts';

type Decided = ReturnType<typeof askToStart>;
const moves = ({ changes }: Pick<Decided, 'changes'>) =>
  changes.flatMap((change) => (change.kind === 'move_task' ? [{ to: change.to, set: change.set }] : []));
const effects = (decision: Decided) => decision.effects.map(({ effect }) => effect);
const asked = ({ changes }: Decided) =>
  changes.flatMap((change) => (change.kind === 'insert_question' ? [change.question] : []))[0];
const refused = expect.objectContaining({ code: 'not_allowed_in_state' });

function answer(question: Partial<QuestionRecord>, task: TaskRecord, text: string, more: Partial<TaskSlice> = {}) {
  const record = questionRecord({ attempt: null, ...question });
  const slice = taskSlice({ task, ...more });
  return answerQuestion(
    { ...slice, question: record, askers: [{ ...slice, question: record, asksMore: false }] },
    { text, by: 'ada' },
    surroundings(),
  );
}

describe('a task that waits for a person before it starts', () => {
  const ready = taskRecord({ state: 'ready', attempts: 0, approval: 'before' });
  const question = { source: 'approve_before', options: ['approve', 'skip'], onlyOptions: true } as const;

  test('asks once it is ready, and is blocked', () => {
    const decision = askToStart(taskSlice({ task: ready, attempt: null }), surroundings());
    expect(asked(decision)).toMatchObject({
      ...question,
      text: 'May `parser` start?',
      attempt: null,
      deadlineAt: null,
    });
    expect(moves(decision)).toEqual([{ to: 'blocked', set: undefined }]);
  });

  test.each<[string, Partial<TaskSlice>]>([
    ['that may start', { task: { ...ready, approval: null } }],
    ['that waits for others', { task: { ...ready, state: 'pending' } }],
    ['of a run that is being canceled', { task: ready, run: runRecord({ cancel: 'graceful' }) }],
    ['of a run that has ended', { task: ready, run: runRecord({ state: 'failed' }) }],
    ['that is being canceled', { task: { ...ready, cancel: 'graceful' } }],
    ['whose work waits', { task: { ...ready, approval: 'after' } }],
  ])('asks nothing for one %s', (_, slice) => {
    expect(askToStart(taskSlice(slice), surroundings()).changes).toEqual([]);
  });

  const blocked: TaskRecord = { ...ready, state: 'blocked' };
  const uncanceled = { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' };

  test('asks, and begins, only while nobody cancels it or asks it anything else', () => {
    expect(askToStart(taskSlice({ task: ready, attempt: null }), surroundings()).changes).toContainEqual(uncanceled);
    const { changes } = answer(question, blocked, 'approve');
    expect(changes).toContainEqual(uncanceled);
    expect(changes).toContainEqual({ kind: 'require_questions', task: 'task-parser', open: 'none' });
    expect(answer(question, blocked, 'skip').changes).toContainEqual(uncanceled);
  });

  test.each(['approve', 'skip'])('stays as it is with %j once it does not wait any more', (text) => {
    for (const state of ['ready', 'running', 'canceled'] as const) {
      expect(moves(answer(question, { ...ready, state }, text))).toEqual([]);
    }
  });

  test('tells who skipped it', () => {
    const decision = answer(question, blocked, 'skip');
    expect(decision.events.map(({ body }) => body)).toContainEqual({ kind: 'skip_requested', by: 'ada' });
    expect(moves(decision)[0]?.set).toMatchObject({ reason: { message: 'Skipped by ada.' } });
  });

  test('starts when it is approved, and asks no second time when it is retried', () => {
    expect(moves(answer(question, blocked, 'approve'))).toEqual([{ to: 'ready', set: { approval: null } }]);
    const retried = retryTask(
      taskSlice({ task: taskRecord({ state: 'failed', approval: null }) }),
      { by: 'ada' },
      surroundings(),
    );
    expect(moves(retried)[0]?.set).not.toHaveProperty('approval');
  });

  test('is skipped when a person says so: who waits for it goes on', () => {
    const decision = answer(question, blocked, 'skip', { dependents: [dependent('docs')] });
    expect(moves(decision)).toMatchObject([{ to: 'skipped', set: { reason: { code: 'skipped_by_person' } } }]);
    expect(decision.changes).toContainEqual(expect.objectContaining({ kind: 'close_dependency', task: 'task-docs' }));
  });

  test('may be approved before anybody is asked', () => {
    const decision = approveStart(taskSlice({ task: ready }), { by: 'ada' });
    expect(decision.changes).toEqual([
      { kind: 'set_task', task: 'task-parser', in: 'ready', atAttempt: 0, set: { approval: null } },
    ]);
    expect(decision.events[0]?.body).toEqual({ kind: 'task_approved', by: 'ada' });
    expect(() => approveStart(taskSlice(), { by: 'ada' })).toThrow(refused);
  });

  test('may be approved while it waits for others, and not once it has begun or ended', () => {
    const pending = taskSlice({ task: { ...ready, state: 'pending' } });
    expect(approveStart(pending, { by: 'ada' }).changes).toMatchObject([{ in: 'pending', set: { approval: null } }]);
    for (const state of ['running', 'retrying', 'canceled', 'skipped'] as const) {
      expect(() => approveStart(taskSlice({ task: { ...ready, state } }), { by: 'ada' })).toThrow(refused);
    }
    expect(() => approveStart(taskSlice({ task: { ...ready, approval: null } }), { by: 'ada' })).toThrow(refused);
    expect(() => approveStart(taskSlice({ task: { ...ready, approval: 'after' } }), { by: 'ada' })).toThrow(refused);
  });
});

describe('verified work that waits for a person', () => {
  const settings = { approve: ['after'] } as const;
  const inReview = taskRecord({ state: 'in_review', commit: COMMIT, sketch: { settings } });
  const attempt = attemptRecord({ state: 'succeeded', outcome: succeeded() });
  const effect = {
    kind: 'publish_task',
    task: 'task-parser',
    branch: 'planwright/release/parser',
    commit: COMMIT,
    pull: null,
  } as const;
  const publish = (task: TaskRecord, more: Partial<TaskSlice> = {}) =>
    answerPublish(
      taskSlice({ task, attempt, ...more }),
      {
        effect: { id: 'effect', run: 'run', repository: 'repository', lane: 'lane', effect, attempts: 0 },
        owner: 'sender',
        answer: { kind: 'published', pull: 41 },
      },
      surroundings(),
    );
  const merge = expect.objectContaining({ kind: 'merge_task', commit: COMMIT });

  test('is published, and asks in place of its merge', () => {
    const decision = publish(inReview);
    expect(asked(decision)).toMatchObject({
      source: 'approve_after',
      text: 'May the work of `parser` be merged, which #41 shows? With `reject` the task has failed; other words send it back to its agent, who goes on with what you say.',
      options: ['approve', 'reject'],
      onlyOptions: false,
    });
    expect(moves(decision)).toEqual([{ to: 'blocked', set: { approval: 'after' } }]);
    expect(effects(decision)).toEqual([]);
  });

  test('is merged without a question where that very commit was approved, and any other is not', () => {
    expect(effects(publish({ ...inReview, approvedCommit: COMMIT }))).toEqual([merge]);
    expect(effects(publish({ ...inReview, approvedCommit: 'e'.repeat(40) }))).toEqual([]);
  });

  test('ends with its run where that is being canceled', () => {
    const decision = publish(inReview, { run: runRecord({ cancel: 'graceful' }) });
    expect(moves(decision)).toMatchObject([{ to: 'canceled' }]);
  });

  const waits: TaskRecord = { ...inReview, state: 'blocked', approval: 'after' };
  const question = { source: 'approve_after', options: ['approve', 'reject'], onlyOptions: false } as const;

  test('is merged when it is approved', () => {
    const decision = answer(question, waits, 'approve', { attempt });
    expect(moves(decision)).toEqual([{ to: 'in_review', set: { approval: null, approvedCommit: COMMIT } }]);
    expect(effects(decision)).toEqual([merge]);
  });

  test('fails when it is rejected: what waits for it is skipped, and its agent knows should it be retried', () => {
    const decision = answer(question, waits, 'reject', { attempt, dependents: [dependent('docs')] });
    expect(moves(decision)).toMatchObject([
      { to: 'failed', set: { reason: { code: 'rejected_by_person' } } },
      { to: 'skipped' },
    ]);
    const failure = { class: 'rejected', message: 'ada did not let its work in.' };
    expect(decision.changes).toContainEqual({ kind: 'note_failure', attempt: 'attempt-1', failure });
  });

  test('goes back to its agent with other words', () => {
    const decision = answer(question, waits, 'Week dates are missing.', { attempt });
    expect(moves(decision)).toEqual([{ to: 'ready', set: { approval: null, pushed: COMMIT } }]);
    const failure = { class: 'rejected', message: 'Week dates are missing.' };
    expect(decision.changes).toContainEqual({ kind: 'note_failure', attempt: 'attempt-1', failure });
    expect(effects(decision)).toEqual([]);
  });

  test('moves only while nobody cancels it, and only where it still waits', () => {
    const uncanceled = { kind: 'require_not_canceled', run: 'run', in: 'running', task: 'task-parser' };
    for (const text of ['approve', 'Week dates are missing.']) {
      expect(answer(question, waits, text, { attempt }).changes).toContainEqual(uncanceled);
    }
    expect(publish(inReview).changes).toContainEqual(uncanceled);
    for (const text of ['approve', 'reject', 'Week dates are missing.']) {
      for (const task of [{ ...waits, approval: null }, { ...waits, state: 'in_review' } as const]) {
        const decision = answer(question, task, text, { attempt });
        expect([moves(decision), effects(decision)]).toEqual([[], []]);
      }
    }
    const nothing = answer(question, { ...waits, commit: null }, 'approve', { attempt });
    expect([moves(nothing), effects(nothing)]).toEqual([[], []]);
  });

  test('that was rejected is what an agent goes on from when it is retried, and not what a command does', () => {
    const setOf = (task: TaskRecord, text: string) =>
      answer(question, task, text, { attempt }).changes.flatMap((change) =>
        change.kind === 'set_task' || change.kind === 'move_task' ? [change.set] : [],
      )[0];
    expect(setOf(waits, 'reject')).toEqual({ approval: null, pushed: COMMIT });
    const command: TaskRecord = { ...waits, kind: 'command' };
    expect(setOf(command, 'reject')).toEqual({ approval: null });
    expect(setOf({ ...waits, commit: null }, 'reject')).toEqual({ approval: null });
  });

  test('that nobody attempted here is rejected without a word to any attempt', () => {
    const { changes } = answer(question, waits, 'reject', { attempt: null });
    expect(changes.map(({ kind }) => kind)).not.toContain('note_failure');
  });

  test('of a command takes no other words, and names no pull request where there is none', () => {
    const decision = answerPublish(
      taskSlice({ task: { ...inReview, kind: 'command' }, attempt }),
      {
        effect: { id: 'effect', run: 'run', repository: 'repository', lane: 'lane', effect, attempts: 0 },
        owner: 'sender',
        answer: { kind: 'published', pull: null },
      },
      surroundings(),
    );
    expect(asked(decision)).toMatchObject({ text: 'May the work of `parser` be merged?', onlyOptions: true });
  });

  test('is verified anew, and asked about anew, when people push to it', () => {
    const commit = 'e'.repeat(40);
    const decision = branchPushed(taskSlice({ task: waits, attempt }), { commit, by: 'eve' }, surroundings());
    expect(moves(decision)).toEqual([{ to: 'ready', set: { pushed: commit, approval: null } }]);
    expect(decision.changes).toContainEqual(expect.objectContaining({ kind: 'withdraw_questions' }));
  });

  test('is in when a person merges its pull request, and has failed when one closes it', () => {
    const merged = pullClosed(
      taskSlice({ task: waits, attempt }),
      { merge: { commit: 'e'.repeat(40) }, by: 'eve' },
      surroundings(),
    );
    expect(moves(merged)).toMatchObject([{ to: 'succeeded' }]);
    const closed = pullClosed(taskSlice({ task: waits, attempt }), { merge: null, by: 'eve' }, surroundings());
    expect(moves(closed)).toMatchObject([{ to: 'failed', set: { reason: { code: 'pull_request_closed' } } }]);
  });
});
