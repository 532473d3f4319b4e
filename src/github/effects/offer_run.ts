import { FINAL_TASK_KEY, integrationBranch } from '../../core/branch_names.ts';
import type { CheckText, EffectAnswer, PullText } from '../../core/effects/effect.ts';
import { taskMarker } from '../../core/report/markers.ts';
import type { Shown } from '../../core/shown.ts';
import type { ForgeRequest, ReportToCommit, Sending } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { type Pull, pullOf } from '../read/pulls.ts';
import { readRef } from '../read/refs.ts';
import { bringUpToDate } from './bring_up_to_date.ts';
import { commitReport } from './commit_report.ts';
import { digestOf } from './digest.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { findFinalPull } from './find_final_pull.ts';
import { markReady } from './mark_ready.ts';
import { marked } from './marked.ts';
import { pullExists, pullMadeMeanwhile } from './pull_exists.ts';
import { refusalOf } from './refusal.ts';
import { reopenPull } from './reopen_pull.ts';
import { requestReviews } from './request_reviews.ts';
import { showCheck } from './show_check.ts';

type OfferRun = Extract<ForgeRequest, { kind: 'offer_run' }>;

/**
 * Opens the final pull request or brings it up to date. A draft until all is in; where drafts cannot be had, it is opened at the
 * end. One that a person merged with all that is in is left as it is; for what came in after a merge another is opened. One that
 * was closed is opened again, or another where GitHub does not let it.
 * The report, where there is one to commit, is on the branch before the pull request is ready.
 */
export async function offerRun(asked: OfferRun, call: EffectCall): Promise<Sending> {
  const run = runOf(call);
  if (run.base === null) throw new Error('A run is offered that has not begun.');
  const marker = taskMarker(run.id, FINAL_TASK_KEY);
  const found = await findFinalPull(call, { marker, base: run.base });
  if (!found?.open && !asked.opens) return { answer: { kind: 'superseded' }, shown: [] };
  const known = found ?? (await reopenKnown(call));
  const report = asked.report === null || known?.open === false ? undefined : await commitReport(asked.report, call);
  if (report?.kind === 'integration_lost') return { answer: report, shown: [] };
  const request = asked.report !== null && report?.kind === 'committed' ? withReport(asked, asked.report) : asked;
  const text = { ...request.pull, body: marked(request.pull.body, marker) };
  const pull = known ?? (await openPull(call, text, { base: run.base, ready: request.ready }));
  const reported = report === undefined ? {} : { report };
  if ('kind' in pull) return { answer: pull.kind === 'offered' ? { ...pull, ...reported } : pull, shown: [] };

  // Of a merge that is not news, everything is in the base.
  const isOver = pull.merged && pull.number !== run.finalPull;
  const answer: EffectAnswer = {
    kind: 'offered',
    pull: isOver ? null : pull.number,
    ready: request.ready,
    ...reported,
  };
  const head = report?.kind === 'committed' ? report.head : (run.integrationHead ?? pull.headCommit);
  const shown = {
    subject: run.id,
    what: 'final_pull',
    number: pull.number,
    digest: digestOf([request, head]),
  } as const;
  if (!pull.open || isShown(call.target.shown, shown)) return { answer, shown: [shown] };
  await bringUpToDate(pull, text, call);
  if (request.ready && pull.draft) await markReady(call.octokit, pull.nodeId);
  if (request.ready) await requestReviews(call, pull, request.reviewers);
  const isChecked = request.check === null || (await tryCheck(call, head, request.check));
  return { answer, shown: isChecked ? [shown] : [] };
}

/** What is said once the report is committed. */
function withReport(request: OfferRun, { pull, check }: ReportToCommit): OfferRun {
  return { ...request, pull, check };
}

async function reopenKnown(call: EffectCall): Promise<Pull | undefined> {
  const { finalPull } = runOf(call);
  const pull = finalPull === null ? undefined : await reopenPull(call, finalPull);
  return pull?.open ? pull : undefined;
}

/** Says false where GitHub refuses the check: the pull request counts all the same, and the check is tried again with its next change. */
async function tryCheck(call: EffectCall, head: string, check: CheckText): Promise<boolean> {
  try {
    await showCheck(call, { commit: head, since: runOf(call).baseCommit }, check);
    return true;
  } catch (error) {
    if (isRefusal(error, 403, 404, 422)) return false;
    throw error;
  }
}

function isShown(before: readonly Shown[], now: Shown): boolean {
  return before.some(({ what, number, digest }) => what === now.what && number === now.number && digest === now.digest);
}

async function openPull(
  call: EffectCall,
  text: PullText,
  { base, ready }: { readonly base: string; readonly ready: boolean },
): Promise<Pull | EffectAnswer> {
  const head = integrationBranch(runOf(call).branchPrefix);
  try {
    const { data } = await call.octokit.rest.pulls.create({ ...call.named, ...text, head, base, draft: !ready });
    return pullOf(data);
  } catch (error) {
    if (!isRefusal(error, 403, 404, 422)) throw error;
    if (/no commits between/i.test(error.said)) return { kind: 'offered', pull: null, ready };
    if (!ready && /draft/i.test(error.said)) return { kind: 'offered', pull: null, ready: false };
    if (pullExists(error)) return await pullMadeMeanwhile(call, head, base);
    if ((await readRef(call, `heads/${head}`)) === undefined) return { kind: 'integration_lost', head: null };
    return refusalOf(error, `open a pull request from \`${head}\` to \`${base}\``);
  }
}
