import { LATER_RUN_UNDER_WAY } from '../../core/commands/command_texts.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import type { SliceReader } from '../ports/store.ts';

/**
 * Refuses to take an ended run up again while a later run of its plan is under way: of one plan at most one is at work. A command
 * may well mean the earlier one, where it is written in that one's pull request.
 */
export async function refuseBesideLater(read: Pick<SliceReader, 'newestRun'>, run: RunRecord): Promise<void> {
  if (!runHasEnded(run.state)) return;
  const newest = await read.newestRun(run.repository, run.name);
  if (newest === null || newest.id === run.id || runHasEnded(newest.state)) return;
  throw new Refusal('not_allowed_in_state', LATER_RUN_UNDER_WAY);
}
