import { describe, expect, test } from 'vitest';
import { progressFrame } from '../../../src/cli/progress/frame.ts';
import { plainLine } from '../../../src/cli/progress/plain_line.ts';
import { onlyWaitsForAnswers, RunProgress } from '../../../src/cli/progress/run_progress.ts';
import { runSummary } from '../../../src/cli/progress/summary.ts';
import { keyColumns, taskLine } from '../../../src/cli/progress/task_line.ts';
import { displayWidth } from '../../../src/cli/terminal/display_width.ts';
import { plainStyle } from '../../../src/cli/terminal/style.ts';
import { event, NOW, runView, snapshot, taskView } from './views.ts';

const typed = (words: readonly string[]) => ['planwright', ...words].join(' ');
const screen = { columns: 100, rows: 24, now: NOW, style: plainStyle, typed };
const textOf = (lines: readonly { readonly text: string }[]) => `\n${lines.map((line) => line.text).join('\n')}\n`;

describe('the frame', () => {
  test('shows who is at work, what waits, and how far the run is', () => {
    expect(textOf(progressFrame(new RunProgress(snapshot()), screen))).toMatchInlineSnapshot(`
      "
      ▶ docs       3m10s   writer  reading the grammar
      ↻ bench              attempt 2 in 3s  exit 1
      ▷ schema             merging
      · changelog          after docs, schema
      1 of 7 tasks done, 2 did not succeed, 1 at work, 3m20s
      "
    `);
  });

  test('never takes more lines or columns than the terminal has', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      taskView(`task-with-a-rather-long-name-${index}`, { state: 'running', attempts: 1, title: '日本語' }),
    );
    const progress = new RunProgress({ run: runView(), tasks: many });
    for (const columns of [8, 20, 40, 80, 200]) {
      for (const rows of [3, 5, 24]) {
        const frame = progressFrame(progress, { ...screen, columns, rows });
        expect(frame.length).toBeLessThan(rows);
        for (const line of frame) {
          expect(line.width).toBeLessThan(columns);
          expect(displayWidth(line.text)).toBe(line.width);
        }
      }
    }
    expect(textOf(progressFrame(progress, { ...screen, columns: 60, rows: 5 }))).toMatchInlineSnapshot(`
      "
      ▶ task-with-a-rather-long-name-0  0s      command
      ▶ task-with-a-rather-long-name-1  0s      command
      and 48 more at work
      0 of 50 tasks done, 50 at work, 3m20s
      "
    `);
  });
});

test('what is asked of the whole run is shown above its tasks until it is settled, where there is room', () => {
  const progress = new RunProgress(snapshot());
  const asked = { text: 'Spend more?', options: ['yes', 'no'], default: null, deadlineAt: null };
  for (const n of [1, 2, 3]) progress.apply(event(10 + n, null, 'question_asked', { n, ...asked }));
  progress.apply(event(14, null, 'question_answered', { n: 1, answer: 'yes', by: 'ada' }));
  expect(textOf(progressFrame(progress, { ...screen, rows: 6 }))).toMatchInlineSnapshot(`
    "
    ? run  planwright answer Q2 yes  Q2: Spend more? [yes/no]
    ? run  planwright answer Q3 yes  Q3: Spend more? [yes/no]
    ▶ docs       3m10s   writer  reading the grammar
    and 2 more at work
    1 of 7 tasks done, 2 did not succeed, 1 at work, 3m20s
    "
  `);
  for (const rows of [3, 4, 5]) expect(progressFrame(progress, { ...screen, rows }).length).toBeLessThan(rows);
});

describe('events', () => {
  test('bring the picture forward, each once', () => {
    const progress = new RunProgress(snapshot());
    progress.apply(event(11, 'changelog', 'task_moved', { from: 'pending', to: 'ready' }));
    progress.apply(event(12, 'changelog', 'attempt_leased', { runner: 'r', agent: null, routing: '' }, 1));
    progress.apply(event(13, 'changelog', 'task_moved', { from: 'ready', to: 'running' }));
    progress.apply(event(14, 'changelog', 'attempt_progress', { text: '\u001b[2Jhalfway' }, 1));
    progress.apply(event(12, 'changelog', 'attempt_leased', { runner: 'r', agent: 'again', routing: '' }, 2));
    expect(progress.event).toBe(14);
    expect(textOf(progressFrame(progress, screen))).toContain('▶ changelog  0s      command  halfway');
  });

  test('that are unknown or about nothing shown change nothing', () => {
    const progress = new RunProgress(snapshot());
    const before = textOf(progressFrame(progress, screen));
    expect(progress.apply(event(11, 'docs', 'something_new', { to: 'nowhere' }))).toBeUndefined();
    expect(textOf(progressFrame(progress, screen))).toBe(before);
    expect(progress.event).toBe(11);
  });
});

test('an ended task is one lasting line', () => {
  const progress = new RunProgress(snapshot());
  const context = { ...screen, keyColumns: keyColumns(progress.tasks.values()) };
  const ended = [...progress.tasks.values()].filter((task) => task.ended !== null);
  expect(textOf(ended.map((task) => taskLine(task, context)))).toMatchInlineSnapshot(`
    "
    ✓ parser     6m02s   2 attempts  planwright/dates/parser  +212 −8
    ✗ slow       12s     Failed 3 times: sleep 60 took longer than 2.0s.
    – publish            skipped: \`slow\` failed.
    "
  `);
});

test('plain lines tell every change of state once', () => {
  const asked = { text: 'Keep it?', options: ['keep', 'drop'] };
  const progress = new RunProgress(snapshot());
  const events = [
    event(11, null, 'run_moved', { from: 'pending', to: 'running' }),
    event(12, 'docs', 'attempt_ended', { class: 'verification', message: 'npm test\nexit 1', commit: null }, 1),
    event(13, 'docs', 'task_moved', { from: 'running', to: 'retrying', delayMs: 2_000 }),
    event(14, 'docs', 'task_moved', { from: 'retrying', to: 'ready' }),
    event(15, 'docs', 'attempt_leased', { runner: 'r', agent: 'writer', routing: '' }, 2),
    event(16, 'docs', 'attempt_progress', { text: 'again' }, 2),
    event(17, 'docs', 'task_moved', { from: 'running', to: 'in_review' }),
    event(18, 'docs', 'merge_conflict', { ours: 'x', paths: ['a', 'b'] }),
    event(19, 'docs', 'task_moved', { from: 'in_review', to: 'succeeded' }),
    event(20, null, 'run_moved', { to: 'failed', reason: { code: 'tasks_failed', message: '1 task failed: `slow`.' } }),
    event(21, 'docs', 'question_asked', { n: 1, ...asked, default: null, deadlineAt: null }, 2),
    event(22, 'docs', 'question_asked', { n: 2, ...asked, default: 'drop', deadlineAt: NOW + 10_000 }, 2),
    event(23, null, 'question_asked', { n: 3, ...asked, default: null, deadlineAt: null }),
    event(24, null, 'question_answered', { n: 3, answer: 'keep', by: 'ada' }),
    event(25, null, 'question_asked', { n: 4, ...asked, default: null, deadlineAt: null, isWithOrchestrator: true }),
    event(26, null, 'question_passed_on', { n: 4, because: 'The orchestrator passed it on: only people know.' }),
    event(27, 'docs', 'question_reminded', { n: 1 }),
  ];
  const lines = events.flatMap((one) => {
    const read = progress.apply(one);
    const line = read === undefined ? undefined : plainLine(one, read, progress, typed);
    return line === undefined ? [] : [line.replace(/^\d\d:\d\d:\d\d /, '')];
  });
  expect(lines).toEqual([
    'run: running',
    'docs: attempt 1 did not succeed (verification): npm test exit 1',
    'docs: another attempt in 2.0s',
    'docs: at work, attempt 2 after failure 1 of 3 (writer)',
    'docs: does not merge: conflict in a, b',
    'docs: succeeded',
    'run: failed: 1 task failed: `slow`.',
    'docs: asks Q1: Keep it? [keep/drop]   planwright answer Q1 keep',
    'docs: asks Q2: Keep it? [keep/drop] (drop counts from 08:53:30 UTC)   planwright answer Q2 drop',
    'run: asks Q3: Keep it? [keep/drop]   planwright answer Q3 keep',
    'run: Q3 answered by ada: keep',
    'run: asks Q4: Keep it? [keep/drop] (the orchestrator looks at it first)   planwright answer Q4 keep',
    'run: Q4 waits for a person. The orchestrator passed it on: only people know.   planwright answer Q4 keep',
    'docs: Q1 still waits, its deadline has passed   planwright answer Q1 keep',
  ]);
});

test('the summary says what became of each task and why', () => {
  const { tasks } = snapshot();
  const run = runView({
    state: 'failed',
    endedAt: NOW,
    reason: { code: 'tasks_failed', message: '1 task failed: `slow`.' },
  });
  const ended = tasks.filter((task) => ['parser', 'slow', 'publish'].includes(task.key));
  expect(`\n${runSummary({ run, tasks: ended }, plainStyle)}\n`).toMatchInlineSnapshot(`
    "
    Run dates failed after 3m20s: 1 task failed: \`slow\`.

      task     state      attempts   time  commit   branch
    ✓ parser   succeeded         2  6m02s  3f2c1ab  planwright/dates/parser
    ✗ slow     failed            3    12s
    – publish  skipped           0

    Why:
      slow: Failed 3 times: sleep 60 took longer than 2.0s.
      publish: \`slow\` failed.

    3 tasks: 1 succeeded, 1 failed, 1 skipped. 5 attempts, 1 commit merged.
    Integration branch: planwright/dates/plan at 3f2c1ab
    "
  `);
});

test('the summary names the run of an issue by its issue', () => {
  const repository = { id: 'r', name: 'acme/web', cloneUrl: '' };
  const run = runView({ name: '12', issue: 12, repository, state: 'succeeded', endedAt: NOW });
  expect(runSummary({ run, tasks: [] }, plainStyle)).toMatch(/^Run acme\/web#12 succeeded after /);
});

describe('a run of which nothing is left but a question', () => {
  const asked = {
    task: 'schema',
    attempt: 1,
    source: 'agent',
    text: 'Keep it?',
    options: [] as string[],
    onlyOptions: false,
  } as const;
  const open = { details: null, state: 'open', askedAt: NOW, answer: null, answeredBy: null, settledAt: null } as const;
  const hour = 3_600_000;
  const asks = (...settling: readonly (readonly [string | null, number | null])[]) => {
    const questions = settling.map(([words, deadlineAt], at) => ({
      ...asked,
      ...open,
      n: at + 1,
      default: words,
      deadlineAt,
    }));
    const tasks = [taskView('schema', { state: 'blocked', questions }), taskView('docs', { dependencies: ['schema'] })];
    return new RunProgress({ run: runView(), tasks });
  };

  test.each([
    ['whose default counts soon', asks(['keep', NOW + hour]), false],
    ['that was settled just now', asks(), false],
    ['whose default counts much later', asks(['keep', NOW + hour + 1]), true],
    ['with a deadline and no default', asks([null, NOW]), true],
    ['with a default that never counts', asks(['keep', null]), true],
    ['beside one without a default', asks(['keep', NOW], [null, null]), true],
    ['beside one whose default counts later', asks(['keep', NOW], ['keep', NOW + hour + 1]), true],
  ])('%s', (_, progress, isStuck) => {
    expect(onlyWaitsForAnswers(progress, NOW)).toBe(isStuck);
  });

  test('not between the end of one task and the beginning of what comes after it', () => {
    const tasks = [
      taskView('ask', { state: 'blocked', questions: [{ ...asked, ...open, n: 1, default: null, deadlineAt: null }] }),
      taskView('b', { state: 'in_review' }),
      taskView('c', { dependencies: ['b'] }),
      taskView('d', { dependencies: ['c'] }),
    ];
    const progress = new RunProgress({ run: runView(), tasks });
    progress.apply(event(12, 'b', 'task_moved', { from: 'in_review', to: 'succeeded' }));
    expect(onlyWaitsForAnswers(progress, NOW)).toBe(false);
    progress.apply(event(13, 'c', 'task_moved', { from: 'pending', to: 'ready' }));
    expect(onlyWaitsForAnswers(progress, NOW)).toBe(false);
    progress.apply(event(14, 'c', 'task_moved', { from: 'ready', to: 'blocked' }));
    expect(onlyWaitsForAnswers(progress, NOW)).toBe(false);
  });

  test('also where it has used its budget, until it gets more', () => {
    const tasks = [
      taskView('schema', { state: 'ready', waitsFor: 'more budget' }),
      taskView('docs', { state: 'ready' }),
    ];
    const progress = new RunProgress({ run: runView(), tasks });
    expect(onlyWaitsForAnswers(progress, NOW)).toBe(false);
    const [schema] = tasks;
    const alone = new RunProgress({ run: runView(), tasks: schema === undefined ? [] : [schema] });
    expect(onlyWaitsForAnswers(alone, NOW)).toBe(true);
    const to = { costMicros: 20_000_000, tokens: null };
    alone.apply(event(12, null, 'budget_changed', { to, by: 'ada' }));
    expect(onlyWaitsForAnswers(alone, NOW)).toBe(false);
  });

  test('tells until when it waits at most', () => {
    const blocked = event(11, 'schema', 'task_moved', { from: 'running', to: 'blocked' });
    const line = (progress: RunProgress) => {
      const read = progress.apply(blocked);
      return read === undefined ? undefined : plainLine(blocked, read, progress, typed);
    };
    const both = asks(['keep', NOW + 20_000], ['keep', NOW + 10_000]);
    expect(line(both)).toMatch(/schema: waits for an answer, until 08:53:40 UTC at most$/);
    expect(line(asks(['keep', NOW], [null, null]))).toMatch(/schema: waits for an answer$/);
  });
});
