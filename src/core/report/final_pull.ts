import type { PullText } from '../effects/effect.ts';
import { runHasEnded } from '../run/run_state.ts';
import { taskHasEnded } from '../task/task_state.ts';
import { commitMessage } from '../text/commit_message.ts';
import { neutraliseTitle } from '../text/neutralise_title.ts';
import { datedCostText } from './dated_cost.ts';
import { taskEvidence, wholeEvidence } from './final_evidence.ts';
import { fitSections } from './fit_sections.ts';
import { TOOK_OVER } from './next_step.ts';
import { othersText } from './others_text.ts';
import { planHeadline, planReason } from './plan_headline.ts';
import { finalVerification, planTasks, progressText } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { criteriaList, mergedTasks, tasksLeft } from './task_lists.ts';
import { titled } from './titled.ts';
import { stuckTasks, wayOn } from './way_on.ts';
import { wholeVerdict } from './whole_verdict.ts';

const REASON_LIMIT = 4_000;

/**
 * The pull request from the integration branch to the base: what and why, how far it is, which tasks are in it and which
 * are not, by which criteria, and what was checked.
 *
 * @param remark what else is to be said of how it stands
 */
export function finalPull(report: RunReport, remark = ''): PullText {
  const { plan } = report;
  const body = fitSections(
    [
      { text: othersText(planReason(plan) ?? '', REASON_LIMIT), worth: 6, whole: true },
      { text: `${standing(report)}${costSentence(report)}`, worth: 10 },
      { text: remark, worth: 9, whole: true },
      { text: titled('Tasks', mergedTasks(report, 'names')), worth: 7 },
      { text: titled('Not in it', tasksLeft(report)), worth: 8 },
      { text: titled('Criteria', criteriaList(report, 'all')), worth: 4 },
      { text: wholeEvidence(report), worth: 5 },
      { text: taskEvidence(report), worth: 3 },
    ],
    UNMARKED_TEXT_LIMIT,
  );
  return { title: titleOf(report), body };
}

function titleOf({ plan, run }: RunReport): string {
  const headline = planHeadline(plan);
  const [first] = plan.tasks;
  if (headline === null || first === undefined) return run.issue === null ? `Plan ${run.name}` : `Plan #${run.issue}`;
  const message = commitMessage({ key: 'plan', spec: { ...first, title: headline } }, run.id, 1);
  return neutraliseTitle(message.split('\n', 1)[0] ?? '');
}

/** Whether it can be merged, and what brings it there. No word here may be one of GitHub's closing keywords before `#`. */
function standing(report: RunReport): string {
  const { run } = report;
  const plan = run.issue === null ? 'the plan' : `#${run.issue}`;
  const tasks = planTasks(report);
  const afterwards = `Once this is merged, ${plan} is closed by Planwright.`;
  if (report.isOvertaken && run.state !== 'succeeded')
    return `**Not ready to merge: ${progressText(tasks)}.** ${TOOK_OVER}`;
  switch (run.state) {
    case 'in_review':
    case 'succeeded':
      return `**${progressText(tasks)}${verified(report)} Review and merge it. ${afterwards}`;
    case 'failed':
    case 'quarantined':
      return `**Not ready to merge: ${progressText(tasks)}.** ${toGoOn(report, plan)} ${afterwards}`;
    case 'canceled':
      return `**Not ready to merge: ${progressText(tasks)}.** The run was canceled. A comment on ${plan} takes it up again: \`/planwright retry\` goes on from there, \`/planwright run\` starts anew. Merging this takes what is in it and ends the plan: ${plan} is closed by Planwright then.`;
    case 'paused':
      return `**Not ready to merge: ${progressText(tasks)}.** The run is paused; ${plan} says how it goes on. ${afterwards}`;
    case 'pending':
    case 'running': {
      if (run.canceling)
        return `**Not ready to merge: ${progressText(tasks)}.** The run is being canceled; ${plan} says how it ends.`;
      const isStuck = stuckTasks(report.tasks).length > 0;
      if (!isStuck && tasks.every(({ state }) => taskHasEnded(state))) {
        return `**${progressText(tasks)}.** The whole is being verified; the check \`planwright\` says how that ends. ${afterwards}`;
      }
      const next = isStuck
        ? toGoOn(report, plan)
        : `It becomes ready for review by itself when all is in; ${plan} shows how far it is.`;
      return `**Not ready to merge: ${progressText(tasks)}.** ${next} ${afterwards}`;
    }
    default:
      return run.state satisfies never;
  }
}

/** Told once nothing is at work: the text would change with each of the agents' requests. */
function costSentence({ run }: RunReport): string {
  const cost = run.state === 'in_review' || runHasEnded(run.state) ? datedCostText(run.usage) : null;
  return cost === null ? '' : ` The agents' work has cost ${cost}.`;
}

function verified(report: RunReport): string {
  const verdict = wholeVerdict(report);
  switch (verdict) {
    case 'verified':
      return ', verified as a whole.**';
    case 'nothing_run':
      return '.** Nothing was run to check the whole.';
    case 'skipped':
      return '.** The verification of the whole was skipped: nothing says that it works together.';
    case 'failed':
      return '.** The whole did not pass its verification.';
    case 'open':
      return '.** The whole is not verified yet.';
    default:
      return verdict satisfies never;
  }
}

function toGoOn(report: RunReport, plan: string): string {
  const { state } = finalVerification(report) ?? {};
  const unverified = state === 'failed' || state === 'quarantined' ? 'The whole did not pass its verification. ' : '';
  return `${unverified}To go on, comment on ${plan}: ${wayOn(report)}.`;
}
