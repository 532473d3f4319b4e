import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES, COMMANDS, isBuilt } from '../../../src/core/commands/command_table.ts';
import { committedReport } from '../../../src/core/report/committed_report.ts';
import { doneTasks } from '../../../src/core/report/done_tasks.ts';
import { finalCheck } from '../../../src/core/report/final_check.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { finalReport } from '../../../src/core/report/final_report.ts';
import {
  findMarker,
  planMarker,
  replyMarker,
  reportMarker,
  statusMarker,
  taskMarker,
} from '../../../src/core/report/markers.ts';
import { keptTitle } from '../../../src/core/report/neutralise.ts';
import { notStarted } from '../../../src/core/report/not_started.ts';
import type { RunReport } from '../../../src/core/report/run_report.ts';
import { lastLines, shorten, shortenLine } from '../../../src/core/report/shorten.ts';
import { stateLabels } from '../../../src/core/report/state_labels.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import { taskPull } from '../../../src/core/report/task_pull.ts';
import { withTemplate } from '../../../src/core/report/with_template.ts';
import type { TaskState } from '../../../src/core/task/task_state.ts';
import { code, fence } from '../../../src/core/text/fence.ts';
import fc from '../../support/fast_check.ts';
import { planOf } from '../../support/plans.ts';
import { succeeded } from '../records.ts';
import { attemptView, evidence, MINUTE, merged, runReport, START, type TaskSketches, taskReport } from './reports.ts';
import { SCENES } from './scenes.ts';

const LIMIT = 65_535;

/** A plan of this many tasks, each of which waits for the one ten before it. */
function large(count: number, stateOf: (index: number) => TaskState) {
  const plan = planOf(
    Array.from({ length: count }, (_, index) => ({
      id: `task-${index}`,
      title: `Do the thing number ${index} | ${'with a long title '.repeat(4)}`,
      dependencies: index < 10 ? [] : [`task-${index - 10}`],
      criteria: [{ text: `criterion ${index}`, done: false }],
    })),
  );
  const tasks: TaskSketches = Object.fromEntries(
    plan.tasks.map((task, index) => {
      const state = stateOf(index);
      return [task.id, state === 'succeeded' ? merged(index + 100) : { state, latest: attemptView(), attempts: 1 }];
    }),
  );
  return runReport({
    plan,
    tasks,
    notices: Array.from({ length: 50 }, (_, index) => ({
      text: `notice ${index} ${'x'.repeat(500)}`,
      sort: 'done' as const,
    })),
  });
}

test('the status comment lists every command as it is written, from the one table', () => {
  const text = statusComment(runReport());
  for (const name of COMMAND_NAMES) {
    const row = `| \`/planwright ${name}`;
    expect(text.includes(row), name).toBe(isBuilt(name));
    if (isBuilt(name)) expect(text).toContain(`| ${COMMANDS[name].does} |`);
  }
});

test('who started a run is told, and whom it belongs to where that is somebody else', () => {
  const alice = statusComment(runReport({ startedBy: 'Alice' }));
  expect(alice).toContain('; started by Alice.');
  const bob = runReport({ startedBy: 'bob' });
  expect(statusComment(bob)).toContain('; started by bob for alice.');
  expect(committedReport(bob)).toContain(', started by bob for alice.');
});

describe('the title of the final pull request', () => {
  const plan = runReport().plan;
  const titled = (title: string | undefined, context = plan.context) => {
    const report = runReport({ plan: { ...plan, context, ...(title === undefined ? {} : { title }) } });
    return finalPull(report).title;
  };

  test("is the issue's, by the commit template", () => {
    expect(titled('One parser for all dates')).toBe('feat: one parser for all dates');
    expect(titled('Fix week dates')).toBe('fix: week dates');
    expect(titled('docs: describe dates')).toBe('docs: describe dates');
  });

  test('is the heading where there is none, or one that tells nothing', () => {
    for (const title of [undefined, 'Plan', 'The plan', 'A plan', 'Tasks:']) {
      expect(titled(title)).toBe('feat: ISO dates everywhere');
    }
    expect(titled('Plan', '')).toBe('Plan #40');
  });

  test('mentions nobody, closes nothing, and is short', () => {
    const title = titled(keptTitle(`Close #7 for @bob\n${'x'.repeat(500)}`));
    expect(title).toMatch(/^feat: close #\u200B7 for @\u200Bbob x+…$/);
    expect(title.length).toBeLessThanOrEqual(100);
    expect(keptTitle('y'.repeat(500))).toHaveLength(200);
  });
});

describe('people are mentioned', () => {
  const mentions = (text: string) =>
    [...text.replace(/`[^`\n]*`/g, '').matchAll(/(?<![\w])@[\w-]+/g)].map(([name]) => name);
  const texts = (report: RunReport) => [statusComment(report), finalPull(report).body, finalReport(report)].join('\n');

  test.each(Object.entries(SCENES))('in %s nobody, unless the owner is asked something', (_, report) => {
    const asks = report.tasks.some(({ state, takenBy }) => state === 'blocked' && takenBy === null);
    expect(mentions(texts(report))).toEqual(asks ? ['@alice'] : []);
  });

  test('the owner where something is in quarantine', () => {
    const bench = { state: 'quarantined', reason: { code: 'x', message: 'Its agent failed too often.' } } as const;
    const running = runReport({ tasks: { bench, docs: { state: 'running', latest: attemptView() } } });
    const wanted = 'Wanted of @alice: `/planwright retry bench` or `/planwright skip bench`.';
    expect(statusComment(running)).toContain(wanted);
    expect(mentions(texts(running))).toEqual(['@alice']);
    expect(statusComment(runReport({ run: { state: 'quarantined' }, tasks: { bench } }))).toContain(wanted);
  });
});

test('attempts are told against what ends a task: its failures, not all that was begun', () => {
  const spent = { attempts: 5, failures: 1, failuresAllowed: 3 };
  const text = statusComment(
    runReport({
      tasks: {
        parser: { state: 'running', ...spent, latest: attemptView({ number: 5 }) },
        docs: { state: 'retrying', ...spent, dueAt: START, reason: { code: 'x', message: 'It broke.' } },
        schema: {
          state: 'retrying',
          ...spent,
          failures: 0,
          dueAt: START,
          reason: { code: 'x', message: 'No network.' },
        },
        bench: { state: 'ready', ...spent, failures: 2 },
      },
    }),
  );
  expect(text).toContain('(coder on forge-2, attempt 5 after failure 1 of 3)');
  expect(text).toContain('tries again at 14:00 UTC (after failure 1 of 3): It broke.');
  expect(text).toContain('tries again at 14:00 UTC: No network.');
  expect(text).toContain('starts next (after failure 2 of 3)');
  const attempt = { ...taskReport().attempt, number: 5 };
  expect(taskPull(taskReport({ attempt })).body).toContain(' · attempt 5 after failure 1 of 3 · ');
  expect(taskCheck(taskReport({ attempt })).summary).toContain('; attempt 5 after failure 1 of 3 took ');
  expect(taskPull(taskReport({ attempt: { ...attempt, failures: 0 } })).body).toContain(' · attempt 5 · ');
});

describe('a plan of a thousand tasks', () => {
  const report = large(1_200, (index) =>
    index < 1_000 ? 'succeeded' : index === 1_000 ? 'failed' : index < 1_020 ? 'running' : 'pending',
  );
  const text = statusComment(report);

  test('fits, and tells all that matters', () => {
    expect(text.length).toBeLessThanOrEqual(LIMIT - 500);
    expect(text).toContain('**Running: 1000 of 1200 tasks done (83 %).** 19 at work, 1 failed.');
    expect(text).toContain('`/planwright retry task-1000`');
    for (let index = 1_000; index < 1_020; index++) expect(text).toContain(`| \`task-${index}\` `);
    expect(text).not.toContain('mermaid');
  });

  test('folds what is done below what is not', () => {
    const [open = '', folded = ''] = text.split(/<details><summary>\d+ tasks done<\/summary>/);
    expect(open).not.toMatch(/^\| ✓ /m);
    expect(open).toMatch(/^\| ✗ \| `task-1000`/m);
    expect(folded.split('</details>')[0]).toMatch(/^\| ✓ \| `task-0` \| done \| #100 \|$/m);
    expect(folded).not.toMatch(/^\| ✗ /m);
    expect(statusComment(runReport({ tasks: { parser: merged(41) } }))).not.toContain('task done</summary>');
  });

  test('counts every task once', () => {
    const rows = text.split('\n').filter((line) => /^\| [✓▶✗·] /u.test(line)).length;
    const rest = /and (?:(\d+) more done)?(?:, )?(?:(\d+) more to come)?$/m.exec(text);
    expect(rows + Number(rest?.[1] ?? 0) + Number(rest?.[2] ?? 0)).toBe(1_201);
  });

  test('fits in every other text', () => {
    const ended = { ...report, run: { ...report.run, state: 'failed' as const, finalPull: 7 } };
    const check = finalCheck(ended);
    for (const body of [finalPull(ended).body, finalReport(ended), `${check?.title}\n${check?.summary}`]) {
      expect(body.length).toBeLessThanOrEqual(LIMIT);
      expect(body).toContain('1000 of 1200 tasks done');
    }
  });

  test('of 10,000 tasks as well', () => {
    const many = statusComment(large(10_000, (index) => (index < 9_000 ? 'succeeded' : 'failed')));
    expect(many.length).toBeLessThanOrEqual(LIMIT - 500);
    expect(many).toMatch(/and 9000 more done, \d+ more not done/);
  });
});

test('what matters least goes first: graph, settings, what was done', () => {
  const sizes = [5, 120, 190, 320, 700].map((count) => statusComment(large(count, () => 'succeeded')));
  const told = sizes.map((text) => [
    text.includes('```mermaid'),
    text.includes('<summary>Settings'),
    text.includes('merged in'),
  ]);
  expect(told).toEqual([
    [false, true, true],
    [true, true, true],
    [false, true, true],
    [false, false, false],
    [false, false, false],
  ]);
  expect(sizes.every((text) => text.length <= LIMIT - 500)).toBe(true);
});

test('the same report gives the same text within a minute', () => {
  const report = SCENES.running ?? runReport();
  expect(statusComment({ ...report, now: report.now + 20_000 })).toBe(statusComment(report));
  expect(statusComment({ ...report, now: report.now + MINUTE })).not.toBe(statusComment(report));
});

test('labels and ticks', () => {
  const labels = Object.fromEntries(Object.entries(SCENES).map(([name, report]) => [name, stateLabels(report)]));
  expect(labels).toEqual({
    starting: ['planwright:running'],
    out_of_budget: ['planwright:running', 'planwright:blocked'],
    running: ['planwright:running', 'planwright:blocked', 'planwright:failed'],
    busy: ['planwright:running', 'planwright:blocked', 'planwright:failed'],
    busy_paused: ['planwright:blocked', 'planwright:failed'],
    taken: ['planwright:running', 'planwright:blocked'],
    taken_all: ['planwright:running', 'planwright:blocked'],
    waiting_for_runner: ['planwright:running'],
    paused: ['planwright:blocked'],
    rewritten: ['planwright:blocked'],
    canceling: ['planwright:running'],
    canceled: [],
    failed: ['planwright:failed'],
    verification_failed: ['planwright:failed'],
    in_review: [],
    noticed: ['planwright:running'],
    succeeded: [],
  });
  expect(doneTasks(SCENES.succeeded ?? runReport()).map(({ id }) => id)).toEqual([
    'parser',
    'docs',
    'schema',
    'changelog',
  ]);
});

describe('the check of the whole', () => {
  test('says nothing while it is open', () => {
    for (const name of ['starting', 'running', 'paused', 'canceling'])
      expect(finalCheck(SCENES[name] ?? runReport())).toBeNull();
  });

  test('is not green before the run is in review: what was verified may not be what stands at the head', () => {
    const { run, ...report } = SCENES.in_review ?? runReport();
    expect(finalCheck({ run, ...report })?.conclusion).toBe('success');
    for (const state of ['running', 'paused'] as const) {
      expect(finalCheck({ ...report, run: { ...run, state } }), state).toBeNull();
    }
  });

  test('has a button where verifying again may help', () => {
    expect(finalCheck(SCENES.verification_failed ?? runReport())?.actions.map(({ identifier }) => identifier)).toEqual([
      'retry',
    ]);
    for (const name of ['failed', 'canceled'])
      expect(finalCheck(SCENES[name] ?? runReport())?.actions, name).toEqual([]);
    const both = SCENES.verification_failed ?? runReport();
    const tasks = both.tasks.map((task) => (task.key === 'bench' ? { ...task, state: 'failed' as const } : task));
    expect(finalCheck({ ...both, tasks })?.actions).toEqual([]);
    expect(finalCheck(SCENES.in_review ?? runReport())?.actions).toEqual([]);
  });
});

test('buttons keep within what GitHub takes', () => {
  const actions = [
    ...taskCheck(taskReport()).actions,
    ...(finalCheck(SCENES.verification_failed ?? runReport())?.actions ?? []),
  ];
  for (const { label, description, identifier } of actions) {
    expect(label.length).toBeLessThanOrEqual(20);
    expect(description.length).toBeLessThanOrEqual(40);
    expect(identifier.length).toBeLessThanOrEqual(20);
  }
});

test("a task's texts fit, however much was said", () => {
  const report = taskReport({
    outcome: succeeded({
      summary: '```\n'.repeat(4_000),
      evidence: Array.from({ length: 256 }, (_, index) =>
        evidence({
          argv: ['x'.repeat(5_000)],
          end: { kind: 'exited', exitCode: index },
          outputTail: '😀`'.repeat(5_000),
        }),
      ),
    }),
  });
  const { body } = taskPull(report);
  const { summary, text } = taskCheck(report);
  expect(Math.max(body.length, summary.length, text.length)).toBeLessThanOrEqual(LIMIT);
  expect(findMarker(body)).toEqual({ kind: 'task', run: report.run.id, task: 'parser' });
  expect(body).toContain('Task `parser` of #40');
  expect(body.isWellFormed() && summary.isWellFormed() && text.isWellFormed()).toBe(true);
});

test('no text of ours closes an issue', () => {
  const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#\d/i;
  for (const report of Object.values(SCENES)) {
    const texts = [
      statusComment(report),
      finalPull(report).body,
      finalReport(report),
      finalCheck(report)?.summary ?? '',
    ];
    for (const text of texts) expect(text).not.toMatch(closing);
  }
});

test('problems that do not fit are counted', () => {
  const problems = Array.from({ length: 2_000 }, (_, index) => ({
    code: 'x',
    line: index + 1,
    message: `${'m'.repeat(50)}.`,
    mend: 'Mend it.',
  }));
  const text = notStarted(
    {
      settings: [],
      plan: { problems, warnings: problems, markdown: '- [ ] line\n'.repeat(2_000) },
    },
    'edit',
  );
  expect(text.length).toBeLessThanOrEqual(LIMIT - 500);
  const shown = text.split('\n\nAlso noticed')[0]?.match(/^- line/gm)?.length ?? 0;
  expect(text).toContain(`- and ${2_000 - shown} more`);
});

describe('markers', () => {
  test.each([
    [statusMarker('r1'), { kind: 'status', run: 'r1' }],
    [planMarker(40), { kind: 'plan', issue: 40 }],
    [taskMarker('r1', 'a.b'), { kind: 'task', run: 'r1', task: 'a.b' }],
    [replyMarker(7), { kind: 'reply', to: 7 }],
    [reportMarker('r1'), { kind: 'report', run: 'r1' }],
  ])('%s', (marker, expected) => {
    expect(findMarker(marker)).toEqual(expected);
    expect(findMarker(`${marker}\ntext`)).toEqual(expected);
    expect(findMarker(`text\r\n\r\n${marker}\r\n`)).toEqual(expected);
    expect(findMarker(`text ${marker}`)).toBeNull();
    expect(findMarker(`${marker} text`)).toBeNull();
    expect(findMarker(`> ${marker}`)).toBeNull();
    expect(findMarker(`text\n${marker}\ntext`)).toBeNull();
    expect(findMarker(`\`\`\`\n${marker}\n\`\`\``)).toBeNull();
  });
});

describe('shortening', () => {
  const markdown = fc
    .array(fc.constantFrom('text', '```', '~~~~', '| a | b |', '| - | - |', '😀😀', '> q', '- i', '', '  x'), {
      maxLength: 40,
    })
    .map((lines) => lines.join('\n'));

  test('keeps the limit, whole characters and whole lines, and closes what it opens', () => {
    fc.assert(
      fc.property(markdown, fc.nat({ max: 200 }), (text, limit) => {
        const short = shorten(text, limit);
        expect(short.length).toBeLessThanOrEqual(Math.max(limit, Math.min(text.length, limit)));
        expect(short.isWellFormed()).toBe(true);
        if (text.length <= limit) expect(short).toBe(text);
        for (const line of short.split('\n')) if (line.startsWith('|')) expect(line).toMatch(/^\| . \| . \|$/);
        expect(shortenLine(text, limit).length).toBeLessThanOrEqual(Math.max(limit, 0));
        expect(lastLines(text, limit).length).toBeLessThanOrEqual(Math.max(limit, 0));
      }),
      { numRuns: 2_000 },
    );
  });

  test('closes a fence', () => {
    expect(shorten('```sh\none\ntwo\nthree\nfour\n```', 24)).toBe('```sh\none\ntwo\n```\n\n…');
  });

  test('never halves a character', () => {
    expect(shorten('😀'.repeat(20), 10)).toBe('😀😀😀😀…');
    expect(shortenLine('😀😀', 2)).toBe('…');
    expect(lastLines('😀'.repeat(20), 9)).toBe('…\n😀😀😀');
  });
});

describe('code', () => {
  test('cannot be left', () => {
    expect(fence('a\n````\nb')).toBe('`````\na\n````\nb\n`````');
    expect(code('a `b` c')).toBe('`` a `b` c ``');
    expect(code('a | <b> `c`')).toBe('<code>a &#124; &#60;b&#62; &#96;c&#96;</code>');
    expect(code('')).toBe('<code></code>');
  });
});

describe('the template of the repository', () => {
  const body = `Ours.\n\n${taskMarker('r', 't')}`;

  test.each([
    [
      '### What does this change?\n\nSay it.\n\n### Tests\n- [x] ran',
      '### What does this change?\n\nOurs.\n\n### Tests\n- [ ] ran',
    ],
    ['# Tests\n- [ ] ran', 'Ours.\n\n---\n\n# Tests\n- [ ] ran'],
    ['## Summary\n- [ ] small\nhint', '## Summary\n\nOurs.\n\n- [ ] small'],
    ['```\n## Description\n```', 'Ours.\n\n---\n\n```\n## Description\n```'],
    ['<!--\n## Description\n-->\n## 📝 Description', '<!--\n## Description\n-->\n## 📝 Description\n\nOurs.'],
    ['', 'Ours.'],
  ])('%j', (template, expected) => {
    expect(withTemplate(body, template)).toBe(`${expected}\n\n${taskMarker('r', 't')}`);
  });

  test('within the limit, the marker last', () => {
    const text = withTemplate(`${'word\n'.repeat(13_000)}\n${taskMarker('r', 't')}`, '## Description\n'.repeat(3_000));
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    expect(findMarker(text)).toEqual({ kind: 'task', run: 'r', task: 't' });
  });
});
