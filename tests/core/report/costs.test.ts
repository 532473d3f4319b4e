import { describe, expect, it } from 'vitest';
import { statusHead } from '../../../src/core/report/status_head.ts';
import { taskPull } from '../../../src/core/report/task_pull.ts';
import { rowContext, taskRow } from '../../../src/core/report/task_row.ts';
import { merged, runReport, taskReport } from './reports.ts';

const used = {
  inputTokens: 9_000,
  cachedTokens: 0,
  outputTokens: 100,
  costMicros: 2_100_000,
  reckonedMicros: 0,
  unpricedAttempts: 0,
};

describe('what a plan has cost', () => {
  const report = runReport({ tasks: { parser: merged(41, { usage: used }) } });

  it('stands in the head of its status, and with the task', () => {
    const spent = { ...report, run: { ...report.run, usage: used } };
    expect(statusHead(spent)).toMatch(/ so far, 2\.10 \$\./);
    const [parser] = report.tasks;
    if (parser === undefined) throw new Error('There is no task.');
    expect(taskRow(parser, rowContext(report))).toMatch(/merged in .*, 2\.10 \$ \|/);
  });

  it('is not spoken of where nothing is known', () => {
    expect(statusHead(report)).not.toContain('$');
    expect(taskPull(taskReport()).body).not.toContain('$');
  });

  it('stands in the last line of a pull request, as far as it is this attempt', () => {
    const { outcome } = taskReport();
    const usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0, costMicros: null, model: 'gpt-5.5' };
    expect(taskPull(taskReport({ outcome: { ...outcome, usage } })).body).toMatch(/ min · about 5\.00 \$ · /);
  });
});
