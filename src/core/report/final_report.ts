import { askedList } from './asked_list.ts';
import { datedCostText } from './dated_cost.ts';
import { taskEvidence, wholeEvidence } from './final_evidence.ts';
import { fitSections } from './fit_sections.ts';
import { decisionList } from './notice_list.ts';
import { planTasks, progressText } from './progress.ts';
import { reportRemark } from './report_remark.ts';
import type { RunReport } from './run_report.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { startedBy } from './started_by.ts';
import { criteriaList, mergedTasks, tasksLeft, tasksLeftOver } from './task_lists.ts';
import { titled } from './titled.ts';
import { tookText } from './took_text.ts';

/** The last comment on a plan that succeeded: the outcome, what was done, what people decided, what is left over. */
export function finalReport(report: RunReport): string {
  return fitSections(
    [
      { text: outcome(report), worth: 10 },
      { text: report.run.reportCommit === null ? '' : reportRemark(report), worth: 8, whole: true },
      { text: titled('What was done', mergedTasks(report, 'states')), worth: 5 },
      { text: titled('Left over', tasksLeft(report)), worth: 9 },
      { text: titled('Criteria that nobody ticked', criteriaList(report, 'open')), worth: 4 },
      { text: titled('What people decided and did', decisionList(report.notices)), worth: 6 },
      { text: titled('What was asked', askedList(report)), worth: 6 },
      { text: wholeEvidence(report), worth: 7 },
      { text: taskEvidence(report), worth: 3 },
    ],
    UNMARKED_TEXT_LIMIT,
  );
}

function outcome(report: RunReport): string {
  const { run, now } = report;
  const tasks = planTasks(report);
  const merged = run.finalPull === null ? '' : `, merged with #${run.finalPull}`;
  const took =
    run.startedAt === null ? '' : ` ${tookText((run.endedAt ?? now) - run.startedAt, datedCostText(run.usage))}`;
  const approved = report.approvedBy === undefined ? '' : ` The plan was ${startedBy(report)}.`;
  return `**Finished: ${progressText(tasks)}${merged}.**${took}${approved}\n${next(report)}`;
}

function next(report: RunReport): string {
  const left = tasksLeftOver(report).length;
  if (left > 0)
    return `Next: decide about what is left over (${left === 1 ? '1 task' : `${left} tasks`}); a new plan can take it up.`;
  if (criteriaList(report, 'open') !== '') return 'Next: tick the criteria that are met; nothing else is left to do.';
  return 'Nothing is left to do.';
}
