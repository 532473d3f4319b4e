import { lanesOfIssues } from '../../core/incoming/lane_of.ts';
import type { RunRecord } from '../../core/records.ts';
import { statusComment } from '../../core/report/status_comment.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { reportOf } from '../effects/report_of.ts';
import { EDIT_REFUSED } from '../refused_edit.ts';
import { loadEdit, wouldChange } from './follow_edit.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';
import { HOUR_MS, REFUSALS_AN_HOUR } from './refuse_command.ts';
import type { IssueEvent } from './wanted_of_issue.ts';

/**
 * Somebody without permission edited the issue of a run: nothing changes, and the status comment says so. It is written at once or
 * by whatever is shown next; all that is kept of it is the delivery itself.
 */
export async function refuseEditOf(
  occasion: Occasion,
  { issue }: IssueEvent,
  run: RunRecord,
  settings: ParsedSettings,
): Promise<Handled> {
  const { deps, github, repository, incoming, sender } = occasion;
  const { store, clock } = deps;
  const slice = await loadEdit(store.read, run.id);
  const isNews = slice !== null && !runHasEnded(slice.run.state) && wouldChange(slice, issue, settings);
  if (!isNews) {
    return ignored('Its sender may not command here, and the plan is the same.');
  }
  const now = clock.now();
  const refusals = await store.deliveries.refusedSince(lanesOfIssues(incoming.id), now - HOUR_MS, now);
  if (refusals > REFUSALS_AN_HOUR) {
    return ignored('Its sender may not command here; so many were told so this hour that this one was not.');
  }
  const status = (await store.read.shown(run.id)).find(({ what }) => what === 'status');
  const report = status?.number == null ? null : await reportOf(deps, run, null, { by: sender.login });
  if (report !== null && status?.number != null) {
    await github.showNow(repository, { run: run.id, comment: status.number, text: statusComment(report) });
  }
  return { kind: 'refused', note: EDIT_REFUSED };
}
