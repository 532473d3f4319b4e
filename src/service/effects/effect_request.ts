import type { Effect, EffectRecord } from '../../core/effects/effect.ts';
import type { RunRecord } from '../../core/records.ts';
import { committedReport, reportMessage } from '../../core/report/committed_report.ts';
import { doneTasks } from '../../core/report/done_tasks.ts';
import { finalCheck } from '../../core/report/final_check.ts';
import { finalPull } from '../../core/report/final_pull.ts';
import { finalReport } from '../../core/report/final_report.ts';
import { reportRemark } from '../../core/report/report_remark.ts';
import type { RunReport } from '../../core/report/run_report.ts';
import { stateLabels } from '../../core/report/state_labels.ts';
import { statusComment } from '../../core/report/status_comment.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { ForgeRequest, ReportToCommit } from '../ports/forge.ts';
import { reportOf } from './report_of.ts';

type Shows = Extract<Effect, { readonly kind: 'show_run' | 'offer_run' | 'close_run' }>;

/** What the forge is asked for an effect: those that show a run get their texts now, of how it stands now. */
export async function requestOf(
  deps: ServiceDependencies,
  { effect }: EffectRecord,
  run: RunRecord | null,
): Promise<ForgeRequest | null> {
  switch (effect.kind) {
    case 'show_run':
    case 'offer_run':
    case 'close_run': {
      const isShown = run !== null && (run.issue !== null || effect.kind === 'offer_run');
      const report = !isShown ? null : await reportOf(deps, run);
      if (report === null || run === null) return null;
      return effect.kind === 'close_run' ? await closing(deps, run, report) : showing(effect, run, report);
    }
    default:
      return effect;
  }
}

function showing(
  effect: Exclude<Shows, { readonly kind: 'close_run' }>,
  run: RunRecord,
  report: RunReport,
): ForgeRequest {
  switch (effect.kind) {
    case 'show_run':
      return {
        kind: 'show_run',
        comment: statusComment(report),
        labels: stateLabels(report),
        done: doneTasks(report),
      };
    case 'offer_run':
      return {
        kind: 'offer_run',
        pull: finalPull(report),
        ready: run.state === 'in_review',
        reviewers: report.plan.settings.reviewers ?? [],
        check: finalCheck(report),
        report: run.state === 'in_review' ? reportToCommit(report) : null,
      };
    default:
      return effect satisfies never;
  }
}

/** Somebody may merge what an earlier run left while a later one is under way: the issue is that one's. */
async function closing({ store }: ServiceDependencies, run: RunRecord, report: RunReport): Promise<ForgeRequest> {
  const newest = await store.read.newestRun(run.repository, run.name);
  const closes = newest === null || newest.id === run.id || runHasEnded(newest.state);
  return { kind: 'close_run', report: finalReport(report), closes };
}

function reportToCommit(report: RunReport): ReportToCommit | null {
  const path = report.plan.settings.report;
  if (path === undefined) return null;
  const remark = reportRemark(report);
  return {
    path,
    text: committedReport(report),
    message: reportMessage(report),
    pull: finalPull(report, remark),
    check: finalCheck(report, remark),
  };
}
