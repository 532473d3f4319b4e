import { code } from '../text/fence.ts';
import { askedList } from './asked_list.ts';
import { datedCostText } from './dated_cost.ts';
import { taskEvidence, wholeEvidence } from './final_evidence.ts';
import { fitSections } from './fit_sections.ts';
import { inlineText } from './inline_text.ts';
import { commitLink } from './links.ts';
import { reportMarker } from './markers.ts';
import { decisionList } from './notice_list.ts';
import { othersText } from './others_text.ts';
import { planHeadline, planReason } from './plan_headline.ts';
import { planTasks, progressText, tasksIn } from './progress.ts';
import { verifiedCommit } from './report_remark.ts';
import type { RunReport } from './run_report.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { startedBy } from './started_by.ts';
import { criteriaList, mergedTasks, tasksLeft } from './task_lists.ts';
import { titled } from './titled.ts';
import { tookText } from './took_text.ts';
import { wholeVerdict } from './whole_verdict.ts';

const HEADLINE_LIMIT = 200;
const REASON_LIMIT = 4_000;

/**
 * The final report as a file of the repository (`report: PATH`). Made of what is stored alone, so that the same state gives
 * the same file whenever it is made, and before and after its own commit; the mark at its end says whose it is.
 */
export function committedReport(now: RunReport): string {
  const report = { ...now, now: lastEnd(now) };
  const body = fitSections(
    [
      { text: `# Report: ${headline(report)}`, worth: 11 },
      { text: outcome(report), worth: 10 },
      { text: othersText(planReason(report.plan) ?? '', REASON_LIMIT), worth: 2, whole: true },
      { text: titled('Tasks', mergedTasks(report, 'states')), worth: 5 },
      { text: wholeEvidence(report), worth: 7 },
      { text: taskEvidence(report), worth: 3 },
      { text: titled('Decisions', decisionList(report.notices)), worth: 6 },
      { text: titled('Questions', askedList({ ...report, questionComments: new Map() })), worth: 6 },
      { text: titled('Left over', tasksLeft(report)), worth: 9 },
      { text: titled('Criteria that nobody ticked', criteriaList(report, 'open')), worth: 4 },
      { text: `### Next step\n\n${nextStep(report)}`, worth: 8 },
    ],
    UNMARKED_TEXT_LIMIT,
  );
  return `${body}\n\n${reportMarker(report.run.id)}\n`;
}

/** The message of its commit; no word of it closes an issue. */
export function reportMessage({ run }: RunReport): string {
  const plan = run.issue === null ? inlineText(run.name, HEADLINE_LIMIT) : `#${run.issue}`;
  return `docs: report on the plan ${plan}\n\nPlanwright-Run: ${run.id}\n`;
}

function headline({ plan, run }: RunReport): string {
  const headed = planHeadline(plan);
  if (headed !== null) return inlineText(headed, HEADLINE_LIMIT);
  return run.issue === null ? code(run.name) : `plan ${run.issue}`;
}

function outcome(report: RunReport): string {
  const { run, repositoryUrl, now } = report;
  const took = run.startedAt === null ? '' : ` ${tookText(now - run.startedAt, datedCostText(run.usage))}`;
  const verified = verifiedCommit(report);
  const whole =
    verified === null
      ? unverified(report)
      : `Verified as a whole at ${commitLink(repositoryUrl, verified)}; the commit of this report follows it.`;
  const plan =
    run.issue === null
      ? `The plan ${code(run.name)} was ${startedBy(report)}.`
      : `The plan is [#${run.issue}](${repositoryUrl}/issues/${run.issue}), ${startedBy(report)}.`;
  return `**${progressText(planTasks(report))}.**${took} ${whole}\n${plan}`;
}

function unverified(report: RunReport): string {
  return wholeVerdict(report) === 'nothing_run'
    ? 'The plan has no verification of the whole.'
    : 'The verification of the whole was skipped.';
}

function nextStep(report: RunReport): string {
  const left = tasksIn(planTasks(report), 'skipped').length;
  const first =
    report.run.issue === null
      ? `Review the branch ${code(report.run.integrationBranch)} and merge it.`
      : 'Review and merge the pull request that brings this file.';
  const decide = left === 0 ? '' : ' Decide about what is left over; a new plan can take it up.';
  const tick = criteriaList(report, 'open') === '' ? '' : ' Tick the criteria that are met.';
  return `${first}${decide}${tick}`;
}

/** When the last task ended: the report is about what was so then. */
function lastEnd({ run, tasks }: RunReport): number {
  return Math.max(run.startedAt ?? run.createdAt, ...tasks.map(({ endedAt }) => endedAt ?? 0));
}
