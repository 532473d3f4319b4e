import { describe, expect, it } from 'vitest';
import { committedReport } from '../../../src/core/report/committed_report.ts';
import { finalPull } from '../../../src/core/report/final_pull.ts';
import { finalReport } from '../../../src/core/report/final_report.ts';
import { statusComment } from '../../../src/core/report/status_comment.ts';
import { statusHead } from '../../../src/core/report/status_head.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import { taskPull } from '../../../src/core/report/task_pull.ts';
import { rowContext, taskRow } from '../../../src/core/report/task_row.ts';
import { PRICES_AS_OF } from '../../../src/core/usage/prices.ts';
import type { RunView } from '../../../src/protocol/views.ts';
import { MINUTE, merged, runReport, START, taskReport, usageSum } from './reports.ts';

const used = usageSum(2_100_000);

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

  it('stands in the last line of a pull request, and in the check', () => {
    const spent = taskReport({ used });
    expect(taskPull(spent).body).toContain('sonnet) · attempt 2 of 3 · 6 min · 2.10 $\n');
    expect(taskCheck(spent).summary).toContain('took 6 min 02 s, the task cost 2.10 $, plan #40.');
  });

  it('stands in the final pull request once nothing is at work, and in the final report', () => {
    const told = (state: RunView['state']) => finalPull(runReport({ run: { state, usage: used } })).body;
    expect(told('in_review')).toContain("The agents' work has cost 2.10 $.");
    expect(told('failed')).toContain("The agents' work has cost 2.10 $.");
    expect(told('running')).not.toContain('$');
    const ended = runReport({ run: { state: 'succeeded', usage: used, endedAt: START + 14 * MINUTE } });
    expect(finalReport(ended)).toContain('It took 14 min and cost 2.10 $.');
    expect(committedReport(ended)).toContain(' and cost 2.10 $.');
  });

  it('is told with the day of the prices that it is reckoned by, once in each text', () => {
    const reckoned = { ...used, reckonedMicros: 1 };
    const note = `list prices of ${PRICES_AS_OF}, or the repository's own`;
    const ended = runReport({ run: { state: 'succeeded', usage: reckoned, endedAt: START + 14 * MINUTE } });
    const texts = [
      statusComment(ended),
      statusComment(runReport({ run: { state: 'running', usage: reckoned } })),
      finalPull(ended).body,
      finalReport(ended),
      committedReport(ended),
      taskPull(taskReport({ used: reckoned })).body,
    ];
    for (const text of texts) {
      expect(text).toContain('about 2.10 $');
      expect(text.split(note)).toHaveLength(2);
    }
    for (const text of [statusComment(report), statusComment(runReport({ run: { usage: used } }))])
      expect(text).not.toContain('list prices');
  });
});
