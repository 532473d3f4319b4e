import { diffOf } from '../../core/decide/follow_edit.ts';
import type { EditSlice } from '../../core/edit_slice.ts';
import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import { isEmptyDiff } from '../../core/plan/diff_plans.ts';
import { pinnedIssues } from '../../core/plan/plan_issues.ts';
import type { RunRecord } from '../../core/records.ts';
import { statusComment } from '../../core/report/status_comment.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { reportOf } from '../effects/report_of.ts';
import { EDIT_REFUSED, refusedEdit } from '../refused_edit.ts';
import { readEditedPlan } from './edited_plan.ts';
import { type Handled, ignored } from './handled.ts';
import { loadEdit } from './load_edit.ts';
import type { Occasion } from './occasion.ts';
import { isRefusedTooOften, TOLD_TOO_OFTEN } from './refused_too_often.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/**
 * Somebody without permission edited the issue of a run: nothing changes, and the status comment says so. It is written at once or
 * by whatever is shown next; all that is kept of it is the delivery itself.
 */
export async function refuseEditOf(
  occasion: Occasion,
  event: IssueEvent,
  run: RunRecord,
  settings: ParsedSettings,
): Promise<Handled> {
  const { store } = occasion.deps;
  const slice = await loadEdit(store.read, run.id);
  const isNews = slice !== null && !runHasEnded(slice.run.state) && wouldChange(slice, event.issue, settings);
  if (!isNews) {
    return ignored('Its sender may not command here, and the plan is the same.');
  }
  return tellRefused(occasion, [run], event);
}

/** Says in the status comments of these runs that such an edit was not followed, unless so many were told so this hour. */
export async function tellRefused(
  occasion: Occasion,
  runs: readonly RunRecord[],
  body: IncomingEvent['body'],
): Promise<Handled> {
  const { deps, github, repository, sender } = occasion;
  if (await isRefusedTooOften(occasion)) {
    return ignored(TOLD_TOO_OFTEN);
  }
  for (const run of runs) {
    const status = (await deps.store.read.shown(run.id)).find(({ what }) => what === 'status');
    const edit = refusedEdit({ sender, body }, run.issue ?? 0);
    const report = status?.number == null ? null : await reportOf(deps, run, null, edit);
    if (report === null || status?.number == null) continue;
    await github.showNow(repository, { run: run.id, comment: status.number, text: statusComment(report) });
  }
  return { kind: 'refused', note: EDIT_REFUSED };
}

/** Whether an edit says anything else than what the run does. Issues that it names anew are not read for that. */
function wouldChange(slice: EditSlice, issue: IssueEvent['issue'], settings: ParsedSettings): boolean {
  const edited = readEditedPlan(issue, slice.tasks, settings, pinnedIssues(issue.number, slice.plan));
  if (!edited.ok) return true;
  if (edited.edit.planHash === slice.run.planHash) return diffOf(slice, edited.edit.plan).ticked.length > 0;
  return !isEmptyDiff(diffOf(slice, edited.edit.plan));
}
