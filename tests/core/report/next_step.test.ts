import { describe, expect, test } from 'vitest';
import { PAUSE_CODES, type PauseCode } from '../../../src/core/reason.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { nextStep } from '../../../src/core/report/next_step.ts';
import { planTasks } from '../../../src/core/report/progress.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { statusHead } from '../../../src/core/report/status_head.ts';
import { attemptView, HEAD, merged, runReport, usageSum } from './reports.ts';
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

test('nothing is wanted of people while the orchestrator looks at what is asked', () => {
  const looked = { ...KEEP, isWithOrchestrator: true } as const;
  const report = runReport({ tasks: { schema: { state: 'blocked' as const, questions: [looked] } } });
  expect(nextStep(report)).not.toContain('Wanted');
  expect(statusHead(report)).toContain(' 1 asks what the orchestrator looks at first. ');
  expect(statusHead(report)).not.toContain('@alice');
  const others = {
    schema: { state: 'blocked' as const, questions: [looked] },
    docs: { state: 'blocked' as const, questions: [KEEP] },
  };
  expect(nextStep(runReport({ tasks: others }))).toContain('Wanted: an answer to Q3 of `docs`.');
});

test('that more budget is wanted is said once, whatever else is asked', () => {
  const budget = { costMicros: 5_000_000, tokens: null, stage: 'spent' } as const;
  const question = { ...KEEP, n: 1, task: null, attempt: null, source: 'budget' as const };
  const usage = usageSum(5_120_000);
  const run = { state: 'running' as const, budget, usage, questions: [question] };
  const schema = { state: 'blocked' as const, questions: [KEEP] };
  const step = nextStep(runReport({ run, tasks: { schema } }));
  expect(step).toMatch(/^Wanted: more budget, .*; an answer to Q3 of `schema`\. /);
  expect(step).not.toContain('Q1');
  const late = { ...run, budget: { ...budget, stage: 'late' as const } };
  expect(nextStep(runReport({ run: late, tasks: { schema } }))).toContain('Wanted: answers to Q1 and Q3 of `schema`.');
  const many = { docs: { state: 'blocked' as const, questions: [{ ...KEEP, n: 4 }] }, schema };
  expect(nextStep(runReport({ run: late, tasks: many }))).toMatch(
    /an answer for the whole plan and for `docs` and `schema`/,
  );
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

describe('work that waits for checks moves nothing', () => {
  const reason = { code: 'checks_awaited', message: 'waits for the check `buidl`' } as const;
  const waits = { state: 'in_review', reason, commit: '9e493b1'.padEnd(40, '0') } as const;
  const line = '`bench` waits for the check `buidl` to pass on `9e493b1`.';
  const { plan: _, ...others } = allIn;

  test('and says for which, where nothing else is at work', () => {
    const tasks = { ...others, bench: waits };
    expect(nextStep(runReport({ tasks }))).toBe(`Nothing is at work: ${line}`);
    const asked = nextStep(runReport({ tasks: { ...tasks, schema: { state: 'blocked', questions: [KEEP] } } }));
    expect(asked).toMatch(/^Wanted: an answer to .*Q3.* of `schema`\. Nothing is at work: /);
    expect(asked).toContain(line);
  });

  test('beside what moves, which does not make the pull request ready', () => {
    const tasks = { ...others, bench: waits, changelog: { state: 'running', latest: attemptView() } } as const;
    expect(nextStep(runReport({ tasks }))).toBe(line);
  });

  test('nor does it where tasks are blocked', () => {
    const tasks = {
      ...others,
      schema: { state: 'blocked' as const, questions: [KEEP] },
      bench: { state: 'running' as const },
    };
    expect(nextStep(runReport({ tasks }))).not.toContain('ready');
  });
});

test('the line is never empty', () => {
  const { plan: _, ...others } = allIn;
  const looked = { ...KEEP, isWithOrchestrator: true as const };
  const tasks = { ...others, schema: { state: 'blocked' as const, questions: [looked] } };
  expect(nextStep(runReport({ tasks: { ...tasks, bench: { state: 'running' } } }))).toBe('`bench` goes on.');
  expect(nextStep(runReport({ tasks }))).toBe('The orchestrator looks first at what is asked.');
});

test('what is asked is linked in the order of its numbers', () => {
  const asks = (n: number) => ({ state: 'blocked' as const, questions: [{ ...KEEP, n }] });
  const tasks = { parser: asks(3), docs: asks(2), schema: asks(1) };
  const questionComments = new Map([1, 2, 3].map((n) => [n, 4710 + n]));
  expect(statusHead(runReport({ tasks, questionComments }))).toMatch(/\(\[Q1\].*, \[Q2\].*, \[Q3\]/);
});
