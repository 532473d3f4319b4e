import type { KnownTask } from '../../core/plan/find_task.ts';
import { tickTasks } from '../../core/plan/tick_tasks.ts';
import { planMarker, statusMarker } from '../../core/report/markers.ts';
import { STATE_LABELS, type StateLabel } from '../../core/report/state_labels.ts';
import type { Shown } from '../../core/shown.ts';
import type { ForgeRequest, IssueMarks, Sending } from '../../service/ports/forge.ts';
import { isOutOfReach, isRefusal } from '../clients/github_error.ts';
import { digestOf } from './digest.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';
import { placeComment } from './place_comment.ts';

type ShowRun = Extract<ForgeRequest, { kind: 'show_run' }>;

/**
 * Brings the status comment, the labels and the ticks in the plan up to date. What has not changed costs no request. An issue that
 * people deleted, transferred or locked shows nothing any more, and nothing is lost by that.
 */
export async function showRun(request: ShowRun, call: EffectCall): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue === null) return DONE;
  const status = await placeComment(call, {
    subject: id,
    what: 'status',
    issue,
    text: request.comment,
    marker: statusMarker(id),
    formerMarkers: [planMarker(issue)],
  });
  const marks = request.marks === null ? [] : await mark(call, issue, request.marks);
  return { answer: { kind: 'done' }, shown: [status, ...marks].filter((each) => each !== null) };
}

async function mark(call: EffectCall, issue: number, { labels, done }: IssueMarks): Promise<readonly (Shown | null)[]> {
  return [
    await unlessShown(call, 'labels', labels, () => setLabels(call, issue, labels)),
    await unlessShown(call, 'ticks', done, () => tick(call, issue, done)),
  ];
}

/** Writes what was not written already; null: it cannot be written, since the issue is gone. */
async function unlessShown(
  call: EffectCall,
  what: Shown['what'],
  content: readonly (string | KnownTask)[],
  write: () => Promise<void>,
): Promise<Shown | null> {
  const digest = digestOf(content);
  const subject = runOf(call).id;
  const before = call.target.shown.find((shown) => shown.subject === subject && shown.what === what);
  if (before?.digest === digest) return before;
  try {
    await write();
    return { subject, what, number: null, digest };
  } catch (error) {
    if (isOutOfReach(error)) return null;
    throw error;
  }
}

async function setLabels({ octokit, named }: EffectCall, issue: number, wanted: readonly StateLabel[]): Promise<void> {
  const at = { ...named, issue_number: issue };
  const { data } = await octokit.rest.issues.listLabelsOnIssue({ ...at, per_page: 100 });
  const present = new Set(data.map(({ name }) => name.toLowerCase()));
  const missing = wanted.filter((label) => !present.has(label));
  if (missing.length > 0) await octokit.rest.issues.addLabels({ ...at, labels: missing });
  for (const label of STATE_LABELS) {
    if (wanted.includes(label) || !present.has(label)) continue;
    await octokit.rest.issues
      .removeLabel({ ...at, name: label, request: { missingIsFine: true } })
      .catch((error: unknown) => {
        if (!isRefusal(error, 404)) throw error;
      });
  }
}

/** Reads the plan again first: people may have edited it since. */
async function tick({ octokit, named }: EffectCall, issue: number, done: readonly KnownTask[]): Promise<void> {
  if (done.length === 0) return;
  const at = { ...named, issue_number: issue };
  const { data } = await octokit.rest.issues.get(at);
  const before = data.body ?? '';
  const after = tickTasks(before, done);
  if (after !== before) await octokit.rest.issues.update({ ...at, body: after });
}
