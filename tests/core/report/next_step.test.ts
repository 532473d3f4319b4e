import { describe, expect, test } from 'vitest';
import { PAUSE_CODES, type PauseCode } from '../../../src/core/reason.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { nextStep } from '../../../src/core/report/next_step.ts';
import { planTasks } from '../../../src/core/report/progress.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { statusHead } from '../../../src/core/report/status_head.ts';
import { attemptView, HEAD, merged, runReport } from './reports.ts';
import { KEEP } from './scenes.ts';

const allIn = Object.fromEntries(
  ['parser', 'docs', 'schema', 'bench', 'changelog', 'plan'].map((key, index) => [key, merged(41 + index)]),
);

const RESUME = 'Wanted: `/planwright resume`, and it goes on. What was done is kept.';
const WANTED: Readonly<Record<PauseCode, string>> = {
  paused_by_person: RESUME,
  issue_closed: 'Wanted: reopen this issue, and it goes on.',
  issue_unlabelled: 'Wanted: set the label again, and it goes on.',
  integration_deleted: RESUME,
  integration_rewritten: `Wanted: bring it back with \`git fetch origin ${HEAD} && git push --force origin ${HEAD}:refs/heads/planwright/40/plan\`, then \`/planwright resume\`.`,
  app_removed: 'Wanted: give the App access to this repository again, then `/planwright resume`.',
  app_suspended:
    'Wanted: take the suspension of the App back (Settings of the account, GitHub Apps), then `/planwright resume`.',
  app_out_of_reach:
    "Wanted: install the App for the repository's owner, or give it access again, then `/planwright resume`.",
};

describe('a paused run says what is wanted of people before it goes on', () => {
  test.each(PAUSE_CODES)('%s', (code) => {
    const reason = { code, message: 'It rests.' };
    expect(nextStep(runReport({ run: { state: 'paused', reason } }))).toBe(`It rests. ${WANTED[code]}`);
  });

  test('whatever another version wrote', () => {
    const reason = { code: 'unheard_of', message: 'It rests.' };
    expect(nextStep(runReport({ run: { state: 'paused', reason } }))).toBe(`It rests. ${RESUME}`);
    expect(nextStep(runReport({ run: { state: 'paused', reason: null } }))).toBe(`It was paused. ${RESUME}`);
  });
});

test('a run in which every task is done is retried as a whole: no task of it can be', () => {
  const closed = { code: 'final_pull_request_closed', message: 'bob closed the final pull request.' } as const;
  const failed = nextStep(runReport({ run: { state: 'failed', reason: closed }, tasks: allIn }));
  expect(failed).toBe(
    'bob closed the final pull request. Wanted: `/planwright retry` to offer it again, or `/planwright run` to start anew.',
  );
  const reason = { code: 'run_canceled', message: 'Canceled by alice.' } as const;
  const canceled = nextStep(runReport({ run: { state: 'canceled', reason }, tasks: allIn }));
  expect(canceled).toContain('`/planwright retry` goes on from there');
});

test('a run that succeeded without some tasks says what can be done, and offers no command that is refused', () => {
  const bench = { state: 'failed', reason: { code: 'x', message: 'It broke.' } } as const;
  const docs = { state: 'canceled' } as const;
  const ended = { state: 'succeeded', finalPull: 50 } as const;
  const without = (tasks: object) => statusComment(runReport({ run: ended, tasks: { ...allIn, ...tasks } }));
  const further =
    'A further run takes up what is left: reopen this issue; with its label on it starts by itself, else by `/planwright run`.';
  expect(without({ bench })).toContain(`\nMerged with #50. 1 task is left over: \`bench\`. ${further}\n`);
  expect(without({ bench, docs })).toContain(`2 tasks are left over: \`docs\` and \`bench\`. ${further}\n`);
  expect(without({ bench })).toContain('| failed: It broke. |');
  expect(without({ bench })).not.toContain('retry bench');
  expect(without({})).toContain('\nMerged with #50. Nothing is left to do here.\n');
});

describe('a run that a later one took over asks for nothing', () => {
  const bench = { state: 'failed', reason: { code: 'x', message: 'It broke.' } } as const;
  const tasks = { ...allIn, bench };
  const said = 'A later run of this plan took over; nothing is wanted here.';
  const reason = { code: 'run_canceled', message: 'Canceled by alice.' } as const;

  test.each([
    ['failed', { state: 'failed', finalPull: 50 }, said],
    ['canceled', { state: 'canceled', finalPull: 50, reason }, `Canceled by alice. ${said}`],
    ['succeeded', { state: 'succeeded', finalPull: 50 }, `Merged with #50. ${said}`],
  ] as const)('%s', (state, run, step) => {
    const report = runReport({ run, tasks, isOvertaken: true });
    expect(nextStep(report)).toBe(step);
    expect(statusComment(report)).not.toContain('retry bench');
    const { body } = finalPull(report);
    if (state !== 'succeeded') expect(body).toContain(`**Not ready to merge: 4 of 5 tasks done (80 %).** ${said}\n`);
    expect(body).not.toContain('/planwright');
  });
});

test('all that is wanted of people stands in one sentence', () => {
  const bench = { state: 'failed', reason: { code: 'x', message: 'Failed.' } } as const;
  expect(nextStep(runReport({ tasks: { bench, schema: { state: 'blocked' } } }))).toBe(
    'Wanted: `/planwright retry bench` or `/planwright skip bench`; an answer for `schema`. Nothing else can go on until then.',
  );
  expect(
    nextStep(runReport({ tasks: { schema: { state: 'blocked' }, docs: { state: 'ready', waitsFor: 'x' } } })),
  ).toBe('Wanted: an answer for `schema`. Nothing is at work: `docs` waits for x.');
});

test('questions that are waited for are named by number and task, as long as they are few', () => {
  const blocked = (n: number) => ({ state: 'blocked' as const, questions: [{ ...KEEP, n }] });
  const told = (tasks: NonNullable<NonNullable<Parameters<typeof runReport>[0]>['tasks']>) =>
    nextStep(runReport({ tasks }));
  expect(told({ schema: blocked(3) })).toContain('Wanted: an answer to Q3 of `schema`.');
  expect(told({ schema: blocked(3), docs: blocked(4) })).toMatch(/answers to Q\d of `(docs|schema)` and Q\d of `/);
  expect(told({ schema: blocked(3), docs: blocked(4), bench: blocked(5) })).toMatch(/an answer for `.*`, `.*` and `/);
});

test('what is ready and lacks more than room is not told as about to start, nor anything while a run rests', () => {
  const tasks = {
    docs: { state: 'ready', waitsFor: 'a runner with the label `gpu`' },
    schema: { state: 'ready', waitsFor: 'a free slot' },
    bench: { state: 'ready', waitsFor: null },
  } as const;
  expect(statusHead(runReport({ tasks }))).toContain(' 1 held up, 2 ready to start. ');
  expect(statusHead(runReport({ run: { state: 'paused' }, tasks }))).not.toMatch(/held up|ready/);
});

test('a canceled run tells all that can be done with it', () => {
  const reason = { code: 'run_canceled', message: 'Canceled by alice.' } as const;
  const tasks = { ...allIn, docs: { state: 'canceled', reason }, bench: { state: 'canceled', reason } } as const;
  const step = (run: object) => nextStep(runReport({ run: { state: 'canceled', reason, ...run }, tasks }));
  expect(step({ finalPull: 50 })).toBe(
    'Canceled by alice. Work so far is kept: `/planwright retry` goes on from there; `/planwright run` starts anew; merging #50 takes what is in it.',
  );
  expect(step({ baseCommit: null })).toBe('Canceled by alice. Work so far is kept: `/planwright run` starts anew.');
});

describe('while a task has failed or was canceled, no pull request is promised', () => {
  const { plan: _, ...others } = allIn;
  const atWork = { state: 'running', latest: attemptView() } as const;
  const withoutVerification = (of: Parameters<typeof runReport>[0]) => {
    const report = runReport(of);
    return { ...report, tasks: planTasks(report) };
  };

  test.each(['failed', 'quarantined', 'canceled'] as const)('%s', (state) => {
    const tasks = { ...others, bench: { state }, changelog: atWork };
    const step = nextStep(withoutVerification({ tasks }));
    expect(step).toMatch(/^Wanted(?: of @alice)?: `\/planwright retry bench` or `\/planwright skip bench`\.$/);
    const pull = finalPull(runReport({ tasks })).body;
    expect(pull).toContain('To go on, comment on #40: `/planwright retry bench` or `/planwright skip bench`.');
    expect(pull).not.toContain('becomes ready');
    for (const verification of [{ state: 'pending' }, { state: 'running' }] as const) {
      const both = nextStep(runReport({ tasks: { ...tasks, plan: verification } }));
      expect(both).toMatch(/the whole is/i);
      expect(both).not.toContain('ready');
    }
  });

  test('else it is', () => {
    const tasks = { ...others, changelog: atWork };
    expect(nextStep(withoutVerification({ tasks }))).toBe('Next: the pull request is ready for review.');
    expect(nextStep(runReport({ tasks }))).toBe(
      'Next: the whole is verified, then the pull request is ready for review.',
    );
  });
});

test('a run that failed by what was canceled of it says how it goes on', () => {
  const reason = { code: 'tasks_failed', message: '1 task canceled: `docs`.' } as const;
  expect(
    nextStep(runReport({ run: { state: 'failed', reason }, tasks: { ...allIn, docs: { state: 'canceled' } } })),
  ).toBe('Wanted: `/planwright retry docs` or `/planwright skip docs`.');
});

test('the final pull request of a run that is being canceled promises nothing', () => {
  expect(finalPull(runReport({ run: { canceling: true } })).body).toContain('being canceled; #40 says how it ends.');
});
