import type { NewEvent } from '../events.ts';
import type { PlanDiff } from '../plan/diff_plans.ts';
import { whenSettingCounts } from '../plan/when_setting_counts.ts';
import type { ToldDiff } from '../plan_edit.ts';
import type { RunRecord } from '../records.ts';

/** What of an edit an event tells; a plan of any size has room in a comment. */
const TOLD_AT_MOST = 100;

/** Tells that an edit was followed, and what it came to. */
export function planEditedEvent(
  run: Pick<RunRecord, 'id' | 'reportCommit'>,
  diff: PlanDiff,
  edit: { readonly by: string; readonly planHash: string; readonly approvedBy?: string },
): NewEvent {
  const approved = edit.approvedBy === undefined ? {} : { approvedBy: edit.approvedBy };
  return { run: run.id, body: { kind: 'plan_edited', ...toldDiff(run, diff, edit), ...approved } };
}

/** Tells that an edit waits for approval, and what it would come to. */
export function editProposedEvent(
  run: Pick<RunRecord, 'id' | 'reportCommit'>,
  diff: PlanDiff,
  edit: { readonly by: string; readonly planHash: string },
): NewEvent {
  return { run: run.id, body: { kind: 'plan_edit_proposed', ...toldDiff(run, diff, edit) } };
}

function toldDiff(
  run: Pick<RunRecord, 'reportCommit'>,
  diff: PlanDiff,
  { by, planHash }: { readonly by: string; readonly planHash: string },
): ToldDiff {
  const told = <Item>(items: readonly Item[]) => items.slice(0, TOLD_AT_MOST);
  const lists = [diff.added, diff.changed, diff.removed, diff.leftAlone, diff.ticked, diff.settings];
  return {
    by,
    planHash,
    added: told(diff.added),
    changed: told(diff.changed),
    removed: told(diff.removed),
    leftAlone: told(diff.leftAlone),
    ticked: told(diff.ticked),
    settings: told(diff.settings).map((change) => ({ ...change, counts: whenSettingCounts(change.key, run) })),
    around: diff.around,
    untold: lists.reduce((sum, { length }) => sum + Math.max(0, length - TOLD_AT_MOST), 0),
  };
}
