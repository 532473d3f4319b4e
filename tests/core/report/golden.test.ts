import { describe, expect, test } from 'vitest';
import type { CheckText, PullText } from '../../../src/core/effects/effect.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { budgetCheck } from '../../../src/core/report/budget_check.ts';
import { checkOutput } from '../../../src/core/report/check_output.ts';
import { committedReport, reportMessage } from '../../../src/core/report/committed_report.ts';
import { finalCheck } from '../../../src/core/report/final_check.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { finalReport } from '../../../src/core/report/final_report.ts';
import { notStarted } from '../../../src/core/report/not_started.ts';
import { reportRemark } from '../../../src/core/report/report_remark.ts';
import type { RunReport } from '../../../src/core/report/run_report.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import { taskPull } from '../../../src/core/report/task_pull.ts';
import { withTemplate } from '../../../src/core/report/with_template.ts';
import { parseSettings } from '../../../src/core/settings/parse_settings.ts';
import type { Evidence } from '../../../src/protocol/evidence.ts';
import { failed, runRecord } from '../records.ts';
import { evidence, HEAD, RUN, runReport, taskReport, usageSum } from './reports.ts';
import { SCENES } from './scenes.ts';

/** The texts as people read them. Look at the files when they change: they are what Planwright says. */

const golden = (name: string) => `golden/${name}.md`;
const pullText = ({ title, body }: PullText) => `# ${title}\n\n${body}\n`;

const CHANGED = ['tests/report.test.ts', 'tests/parse.test.ts'];

function checkText(check: CheckText): string {
  const { name, conclusion, actions } = check;
  const { title, summary, text, annotations } = checkOutput(check, CHANGED);
  const marks = annotations.map(({ path, line, level, message }) => `${path}:${line}: ${level}: ${message}\n`);
  const buttons = actions.map(({ label, description, identifier }) => `[${label}] ${description} (${identifier})`);
  return `# ${name}: ${conclusion}\n\n## ${title}\n\n${summary}\n\n---\n\n${text}\n\n---\n\n${marks.join('')}${buttons.join(' ')}\n`;
}

describe('the status comment', () => {
  test.each(Object.entries(SCENES))('%s', async (name, report) => {
    await expect(`${statusComment(report)}\n`).toMatchFileSnapshot(golden(`status_${name}`));
  });
});

describe('the final pull request', () => {
  test.each(['starting', 'running', 'failed', 'verification_failed', 'canceled', 'in_review'])('%s', async (name) => {
    await expect(pullText(finalPull(sceneOf(name)))).toMatchFileSnapshot(golden(`final_pull_${name}`));
  });
});

describe('the check of the whole', () => {
  test.each(['failed', 'verification_failed', 'in_review'])('%s', async (name) => {
    const check = finalCheck(sceneOf(name));
    await expect(check && checkText(check)).toMatchFileSnapshot(golden(`final_check_${name}`));
  });
});

test('the final report', async () => {
  await expect(`${finalReport(sceneOf('succeeded'))}\n`).toMatchFileSnapshot(golden('final_report'));
});

describe('the report in the repository', () => {
  const wanted = (name: string): RunReport => {
    const scene = sceneOf(name);
    return { ...scene, plan: { ...scene.plan, settings: { ...scene.plan.settings, report: 'docs/report.md' } } };
  };

  test('as a file', async () => {
    const notices = [
      { text: 'bob pushed 3f2c1ab to the branch of `schema`.', sort: 'done' },
      { text: '@carol asked to skip `bench`.', sort: 'done' },
      { text: 'The check `ci / test` of `docs` failed; it is run once more.', sort: 'seen' },
      { text: 'carol pressed `retry` of `docs`, and nothing was done: it is at work.', sort: 'in_vain' },
    ] as const;
    const skipped = { state: 'skipped', reason: { code: 'skipped_by_person', message: 'carol skipped it.' } } as const;
    const report = wanted('in_review');
    const tasks = report.tasks.map((task) => (task.key === 'bench' ? { ...task, ...skipped } : task));
    await expect(committedReport({ ...report, tasks, notices })).toMatchFileSnapshot(golden('committed_report'));
  });

  test('of a local run, which has no pages to link to', async () => {
    const report = wanted('in_review');
    const run = { ...report.run, issue: null, name: 'dates', integrationBranch: 'planwright/dates/plan' };
    const tasks = report.tasks.map((task) => ({ ...task, pull: null }));
    const text = committedReport({ ...report, run, tasks, repositoryUrl: '' });
    await expect(text).toMatchFileSnapshot(golden('committed_report_local'));
    expect(text).not.toContain('](');
  });

  test('is the same whenever it is made, and after its own commit', () => {
    const report = wanted('in_review');
    const run = {
      ...report.run,
      integrationHead: 'f'.repeat(40),
      reportCommit: 'f'.repeat(40),
      finalPull: 51,
      event: 99,
    };
    expect(committedReport({ ...report, run, now: report.now + 3_600_000 })).toBe(committedReport(report));
  });

  test('is told once it is there, in the final pull request, the check and the last comment', async () => {
    const report = wanted('in_review');
    const remark = reportRemark(report);
    expect(remark).toContain('`docs/report.md`');
    await expect(pullText(finalPull(report, remark))).toMatchFileSnapshot(golden('final_pull_reported'));
    expect(finalCheck(report, remark)?.summary).toContain(remark);
    const ended = wanted('succeeded');
    expect(finalReport(ended)).not.toContain('docs/report.md');
    expect(finalReport({ ...ended, run: { ...ended.run, reportCommit: HEAD } })).toContain('`docs/report.md`');
    expect(reportRemark(sceneOf('in_review'))).toBe('');
  });

  test('has a message that closes nothing', () => {
    expect(reportMessage(wanted('in_review'))).toBe(`docs: report on the plan #40\n\nPlanwright-Run: ${RUN}\n`);
  });
});

const hostile = taskReport({
  task: {
    ...taskReport().task,
    spec: { ...taskReport().task.spec, title: 'Fix #12 | for @bob <!-- planwright:task -->' },
  },
  outcome: failed({
    message: 'Tell @bob: fixes #3',
    summary:
      'Closes #7, thanks @acme/core and @bob!\n\n<details>\n\n![pixel](https://evil.example/p.png)\n\n```sh\necho "@bob fixes #9"\n',
    evidence: [evidence({ argv: ['sh', '-c', 'a | b `c`'], end: { kind: 'signaled', signal: 'SIGKILL' } })],
    commit: HEAD,
  }),
});

function failedWork(next: 'given_up' | 'mend') {
  const outputTail = [
    '\u001B[31mFAIL\u001B[0m tests/parse.test.ts > takes week dates',
    'AssertionError: expected 3 to be 4 // Object.is equality',
    ' ❯ tests/parse.test.ts:12:19',
    ' ❯ node_modules/vitest/dist/runner.js:7:3',
  ].join('\n');
  const red = evidence({ end: { kind: 'exited', exitCode: 1 }, outputTail });
  const message = '`npm test -- parse` exit 1';
  return taskReport({
    outcome: failed({ class: 'verification', message, commit: HEAD, evidence: [red], durationMs: 362_000 }),
    attempt: { ...taskReport().attempt, number: next === 'mend' ? 2 : 4, failures: next === 'mend' ? 1 : 3 },
    used: usageSum(2_100_000),
    next,
  });
}

const LINTED = evidence({ argv: ['npm', 'run', 'docs:lint'], when: ['docs/**', '*.md'], durationMs: 2_000 });
const UNNEEDED = {
  ...evidence({ when: ['src/**'], durationMs: 0, outputTail: '' }),
  end: { kind: 'not_needed' } as const,
};

function verifiedByPath(of: readonly Evidence[]) {
  return taskReport({ outcome: { ...taskReport().outcome, evidence: [...of] } });
}

describe("a task's pull request and check", () => {
  test.each([
    ['usual', taskReport({ used: usageSum(840_000) })],
    [
      'bare',
      taskReport({
        attempt: { number: 1, failures: 0, failuresAllowed: 1, agent: null, provider: null, model: null },
        outcome: { ...taskReport().outcome, evidence: [], summary: '', changedFiles: 0 },
      }),
    ],
    ['hostile', hostile],
    ['by_path', verifiedByPath([LINTED, UNNEEDED])],
    ['nothing_for_its_paths', verifiedByPath([UNNEEDED])],
    ['given_up', failedWork('given_up')],
    ['to_mend', failedWork('mend')],
  ])('%s', async (name, report) => {
    if (report.next === 'merge')
      await expect(pullText(taskPull(report))).toMatchFileSnapshot(golden(`task_pull_${name}`));
    await expect(checkText(taskCheck(report))).toMatchFileSnapshot(golden(`task_check_${name}`));
  });

  test('in the template of the repository', async () => {
    const template = [
      '<!-- Thank you! -->',
      '## Description',
      '<!-- What does it do? -->',
      '',
      'Please describe.',
      '',
      '## Checklist',
      '- [ ] I have read the guide',
      '- [x] Tests were added',
    ].join('\n');
    const text = withTemplate(taskPull(taskReport()).body, template);
    await expect(`${text}\n`).toMatchFileSnapshot(golden('task_pull_template'));
  });
});

test('the check of a task whose agent was stopped for want of budget', async () => {
  const { task } = taskReport();
  const run = runRecord({ issue: 40, owner: 'alice', budgetMicros: 5_000_000, budgetStage: 'spent' });
  const check = budgetCheck({ task, used: usageSum(2_100_000) }, run);
  await expect(checkText(check)).toMatchFileSnapshot(golden('task_check_out_of_budget'));
});

describe('a plan that does not start', () => {
  const markdown = [
    'Ask @bob.',
    '## Tasks',
    '- [ ] parser: Parse | fixes #12',
    '- [ ] docs: Document `it` (after parzer)',
    '- [ ] a: A (after b; timeout: soon)',
    '- [ ] b: B (after a)',
    '- [ ] c: C (aftre: a)',
  ].join('\n');
  const parsed = parsePlan(markdown);
  const plan = parsed.ok ? null : { ...parsed, markdown };
  const { problems: settings } = parseSettings({
    own: 'labl: plan\nping @bob: 1\n',
    organisation: 'refusal: loud\ntimeout: soon\n',
  });

  test.each([
    ['plan_problems', { settings: [], plan }],
    ['settings_problems', { settings, plan: null }],
    ['settings_and_plan_problems', { settings, plan }],
  ])('%s', async (name, mistakes) => {
    await expect(`${notStarted(mistakes, 'edit')}\n`).toMatchFileSnapshot(golden(name));
  });
});

function sceneOf(name: string) {
  return SCENES[name] ?? runReport();
}
