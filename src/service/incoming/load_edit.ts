import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import type { EditSlice } from '../../core/edit_slice.ts';
import type { SliceReader } from '../ports/store.ts';

/** Everything that an edit is decided by. */
export async function loadEdit(read: SliceReader, run: string): Promise<EditSlice | null> {
  const slice = await read.editSlice(run);
  if (slice === null) return null;
  const records = asksForTrackRecords(slice.agents) ? await read.trackRecords(slice.run.repository) : [];
  return { ...slice, records };
}
