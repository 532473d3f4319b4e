import type { Change } from '../../core/changes.ts';
import type { SliceReader } from '../ports/store.ts';

/** Makes the status comment be written even if it says the same: what stands there may be something else, or nothing any more. */
export async function forgetStatus(read: SliceReader, run: string): Promise<readonly Change[]> {
  const status = (await read.shown(run)).filter(({ what }) => what === 'status');
  return status.map((each) => ({ kind: 'remember_shown', shown: { ...each, digest: '' } }));
}
