import { PLANNED_ALREADY, waitsForApprovalText } from '../../core/commands/approval_texts.ts';
import { LATER_RUN_UNDER_WAY } from '../../core/commands/command_texts.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { SliceReader } from '../ports/store.ts';

/**
 * Refuses to take an ended run up again while a later run of its plan is under way, or a newer plan of its issue waits for
 * approval or is being made: of one plan at most one is at work. A command may well mean the earlier one, where it is written in that
 * one's pull request.
 */
export async function refuseBesideLater(
  read: Pick<SliceReader, 'newestRun' | 'proposalOf' | 'draftOf'>,
  run: RunRecord,
): Promise<void> {
  if (!runHasEnded(run.state)) return;
  const newest = await read.newestRun(run.repository, run.name);
  if (newest !== null && newest.id !== run.id && !runHasEnded(newest.state)) refuse(LATER_RUN_UNDER_WAY);
  if (run.issue === null) return;
  const draft = await read.draftOf(run.repository, run.issue);
  if (draft?.state === 'making') refuse(PLANNED_ALREADY);
  const waiting = await read.proposalOf(run.repository, run.issue);
  if (waiting !== null) refuse(waitsForApprovalText(waiting.planHash));
}

function refuse(why: string): never {
  throw new Refusal('not_allowed_in_state', why);
}
