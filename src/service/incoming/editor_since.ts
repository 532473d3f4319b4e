import { lanesOfIssues } from '../../core/incoming/lane_of.ts';
import type { ProposalRecord } from '../../core/proposal_record.ts';
import { refusedEditOf } from '../refused_edit.ts';
import type { Occasion } from './occasion.ts';

/**
 * The note of an edit of an issue whose plan waits for approval, by somebody who may not command. The edit is found again by these very
 * words, so that they stay as they are.
 */
export const EDIT_OF_WAITING_REFUSED =
  'Its sender may not command here; what waits for approval stays as it was shown.';

/**
 * Who edited the issue, without permission, after what waits for approval was made of it; null: nobody. The log of deliveries is all
 * that knows of it.
 */
export async function editorSince(
  { deps, incoming, github }: Occasion,
  { run: of, issue, createdAt }: ProposalRecord,
): Promise<string | null> {
  const run = of === null ? null : await deps.store.read.runById(of);
  if (run !== null) return (await refusedEditOf(deps, run))?.by ?? null;
  const lane = `${lanesOfIssues(incoming.id)}${issue}`;
  const found = await deps.store.deliveries.newestRefused([lane], EDIT_OF_WAITING_REFUSED, createdAt);
  return found === null ? null : (github.readDelivery(found)?.sender.login ?? null);
}
