import type { Effect, EffectRecord } from '../../core/effects/effect.ts';
import type { VainTick } from '../../core/effects/vain_tick.ts';
import type { RunRecord } from '../../core/records.ts';
import { committedReport, reportMessage } from '../../core/report/committed_report.ts';
import { doneIssues } from '../../core/report/done_issues.ts';
import { doneTasks } from '../../core/report/done_tasks.ts';
import { finalCheck } from '../../core/report/final_check.ts';
import { finalPull } from '../../core/report/final_pull.ts';
import { finalReport } from '../../core/report/final_report.ts';
import { planDiff } from '../../core/report/plan_diff.ts';
import { preflight } from '../../core/report/preflight.ts';
import { reportRemark } from '../../core/report/report_remark.ts';
import type { RunReport } from '../../core/report/run_report.ts';
import { stateLabels } from '../../core/report/state_labels.ts';
import { statusComment } from '../../core/report/status_comment.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { type ForgeRequest, NotNowError, type ReportToCommit } from '../ports/forge.ts';
import { preflightOf } from './preflight_of.ts';
import { nextQuestionRequest, reminderRequest } from './question_request.ts';
import { reportOf } from './report_of.ts';

type Shows = Extract<Effect, { readonly kind: 'show_run' | 'offer_run' | 'close_run' }>;

/** What the forge is asked for an effect: those that show a run get their texts now, of how it stands now. */
export async function requestOf(
  deps: ServiceDependencies,
  { effect }: EffectRecord,
  run: RunRecord | null,
): Promise<ForgeRequest | null> {
  switch (effect.kind) {
    case 'show_diff':
      return run === null || run.issue === null ? null : diffOf(deps, run, effect);
    case 'show_run':
    case 'offer_run':
    case 'close_run': {
      const isShown = run !== null && (run.issue !== null || effect.kind === 'offer_run');
      const later = isShown ? await laterRun(deps, run) : null;
      const report = isShown ? await reportOf(deps, run, later) : null;
      if (report === null || run === null) return null;
      await requireUnmoved(deps, run);
      return showing(effect, { run, report, laterIsUnderWay: later !== null && !runHasEnded(later.state) });
    }
    case 'show_proposal': {
      const proposal = await deps.store.read.proposalById(effect.proposal);
      if (proposal === null) return null;
      const { issue, tick } = effect;
      const shown = { ...(await preflightOf(deps, proposal)), ...(tick === undefined ? {} : { tick }) };
      return { kind: 'show_proposal', issue, text: preflight(shown) };
    }
    case 'show_questions':
      return run === null || run.issue === null ? null : await nextQuestionRequest(deps, run);
    case 'remind':
      return run === null || run.issue === null ? null : await reminderRequest(deps, run, effect.n);
    default:
      return effect;
  }
}

/** What is read in several queries is of one moment only where the run stands at their end as it did before them. */
async function requireUnmoved({ store, clock }: ServiceDependencies, run: RunRecord): Promise<void> {
  const now = await store.read.runById(run.id);
  if (now?.state === run.state && now.integrationHead === run.integrationHead) return;
  throw new NotNowError(clock.now(), 'The run moved on while it was looked at.');
}

/** More edits than these nobody looks back at. */
const EDITS_SHOWN = 10;

async function diffOf(
  { store, clock }: ServiceDependencies,
  { id, state }: RunRecord,
  { tick = null }: { readonly tick?: VainTick | null },
): Promise<ForgeRequest | null> {
  const [edits, plan, proposed] = await Promise.all([
    store.read.planEdits(id, EDITS_SHOWN),
    store.read.planOf(id),
    store.read.proposedEdit(id),
  ]);
  if (plan === null || edits.length === 0) return null;
  const waiting = runHasEnded(state) ? null : proposed;
  // Whoever ticks the box of an edit has to have seen that one: neither may have been written after the other was read.
  const told = edits.find(({ body }) => body.kind === 'plan_edit_proposed')?.body;
  if (waiting !== null && told?.kind === 'plan_edit_proposed' && told.planHash !== waiting.planHash) {
    throw new NotNowError(clock.now(), 'The plan was edited while its edits were looked at.');
  }
  return { kind: 'show_diff', comment: planDiff(edits, plan, waiting, tick), proposal: waiting?.id ?? null };
}

/** A run as it stands now, and whether the issue is that of a later one meanwhile. */
type Standing = { readonly run: RunRecord; readonly report: RunReport; readonly laterIsUnderWay: boolean };

function showing(effect: Shows, { run, report, laterIsUnderWay }: Standing): ForgeRequest {
  switch (effect.kind) {
    case 'show_run':
      return {
        kind: 'show_run',
        comment: statusComment(report),
        marks: laterIsUnderWay ? null : { labels: stateLabels(report), done: doneTasks(report) },
      };
    case 'offer_run':
      return {
        kind: 'offer_run',
        pull: finalPull(report),
        ready: run.state === 'in_review',
        reviewers: report.plan.settings.reviewers ?? [],
        opens: !report.isOvertaken,
        check: report.isOvertaken ? null : finalCheck(report),
        report: run.state === 'in_review' ? reportToCommit(report) : null,
      };
    case 'close_run':
      return { kind: 'close_run', report: finalReport(report), issues: doneIssues(report), closes: !laterIsUnderWay };
    default:
      return effect satisfies never;
  }
}

/** The newest run of the same plan, where it is another: somebody may merge what an earlier run left while it is under way. */
async function laterRun({ store }: ServiceDependencies, run: RunRecord): Promise<RunRecord | null> {
  const newest = await store.read.newestRun(run.repository, run.name);
  return newest === null || newest.id === run.id ? null : newest;
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
