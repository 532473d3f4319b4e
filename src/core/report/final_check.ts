import type { CheckText } from '../effects/effect.ts';
import { code } from '../text/fence.ts';
import { checkName } from './check_name.ts';
import { evidenceTails } from './evidence_text.ts';
import { wholeEvidence } from './final_evidence.ts';
import { fitSections } from './fit_sections.ts';
import { failedStep } from './next_step.ts';
import { findPlaces } from './places/find_places.ts';
import { finalVerification, planTasks, progressText } from './progress.ts';
import type { RunReport } from './run_report.ts';
import { GITHUB_TEXT_LIMIT } from './shorten.ts';
import { startedBy } from './started_by.ts';
import { stuckTasks } from './way_on.ts';
import { wholeVerdict } from './whole_verdict.ts';

/**
 * The check run `planwright` at the head of the integration branch: whether the whole was verified. null while that is
 * open: the run is at work, or the verification has no result yet.
 *
 * @param remark what else is to be said of how it stands
 */
export function finalCheck(report: RunReport, remark = ''): CheckText | null {
  const conclusion = conclusionOf(report);
  if (conclusion === null) return null;
  const good = conclusion !== 'failure';
  const tasks = planTasks(report);
  const evidence = finalVerification(report)?.latest?.evidence ?? [];
  return {
    name: checkName(null),
    conclusion,
    title: `${progressText(tasks)}${standing(report, good)}`,
    summary: fitSections(
      [
        { text: good ? `The plan is ${planText(report)}, ${startedBy(report)}.` : failedStep(report), worth: 2 },
        { text: good ? remark : '', worth: 3, whole: true },
        { text: wholeEvidence(report), worth: 1 },
      ],
      GITHUB_TEXT_LIMIT,
    ),
    text: evidenceTails(evidence, GITHUB_TEXT_LIMIT),
    places: good ? [] : findPlaces(evidence),
    actions: retryable(report, good)
      ? [{ label: 'Verify again', description: 'Run the final verification once more', identifier: 'retry' }]
      : [],
  };
}

function planText({ run }: RunReport): string {
  return run.issue === null ? code(run.name) : `#${run.issue}`;
}

function standing(report: RunReport, good: boolean): string {
  if (!good) return ', not ready to merge';
  switch (wholeVerdict(report)) {
    case 'nothing_run':
      return '; nothing was run to check the whole';
    case 'skipped':
      return '; the verification of the whole was skipped';
    default:
      return ', verified as a whole';
  }
}

/** Green is only what was verified, or what the plan wants no verification of. */
function conclusionOf(report: RunReport): CheckText['conclusion'] | null {
  const { state } = report.run;
  if (state === 'failed' || state === 'quarantined' || state === 'canceled') return 'failure';
  const isAllIn = state === 'in_review' || state === 'succeeded';
  const verdict = wholeVerdict(report);
  switch (verdict) {
    case 'verified':
      // Until the run has ended, it is not settled that what was verified is what stands at the head.
      return isAllIn ? 'success' : null;
    case 'failed':
      return 'failure';
    case 'skipped':
      return isAllIn ? 'neutral' : null;
    case 'nothing_run':
      return isAllIn ? 'success' : null;
    case 'open':
      return null;
    default:
      return verdict satisfies never;
  }
}

/** The button sends back all that failed or was canceled: it is offered where that is the verification alone, which failed. */
function retryable({ tasks }: RunReport, good: boolean): boolean {
  const [only, ...others] = stuckTasks(tasks);
  return !good && others.length === 0 && only?.kind === 'verification' && only.state !== 'canceled';
}
