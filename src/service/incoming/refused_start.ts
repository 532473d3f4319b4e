import type { Change } from '../../core/changes.ts';
import type { RunRecord } from '../../core/records.ts';
import type { SliceReader } from '../ports/store.ts';

/**
 * Remembers that a further start was refused after `previous` had ended, for as long as that is the newest run of its issue and is
 * not sent back to work: the issue tells what to mend and that an edit is looked at, which it is not otherwise once there was a run.
 */
export function rememberRefusedStart(previous: RunRecord): Change {
  const shown = { subject: previous.id, what: 'refused_start', number: null, digest: endOf(previous) } as const;
  return { kind: 'remember_shown', shown };
}

/** Whether what came after the newest run of an issue was refused. */
export async function startWasRefused(read: SliceReader, newest: RunRecord | null): Promise<boolean> {
  if (newest === null || newest.endedAt === null) return false;
  return (await read.shown(newest.id)).some(({ what, digest }) => what === 'refused_start' && digest === endOf(newest));
}

/** One that is sent back to work ends another time. */
function endOf({ endedAt }: RunRecord): string {
  return String(endedAt);
}
