import type { DraftSlice } from '../core/decide/settle_planning.ts';
import type { SliceReader } from './ports/store.ts';

/** The plan that a hidden task makes, with what waits in its issue. */
export async function readDraft(read: SliceReader, task: string): Promise<DraftSlice> {
  const draft = await read.draftOfTask(task);
  return { draft, waiting: draft === null ? null : await read.proposalOf(draft.repository, draft.issue) };
}
