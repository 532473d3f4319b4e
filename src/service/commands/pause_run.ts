import type { Change } from '../../core/changes.ts';
import { pauseRun as decidePause, type PauseInput, type PauseSlice } from '../../core/decide/pause_run.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { withChanges } from '../with_changes.ts';

/** Pauses a run; `also` lands with it. Refuses a run that has not begun, or that a person cannot pause any more. */
export function pauseRun(
  deps: ServiceDependencies,
  run: string,
  input: PauseInput,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'pause_run', async (read) => {
    const slice = await pauseSlice(read, run);
    return withChanges(slice === null ? nothing(null) : decidePause(slice, input), also);
  });
}

async function pauseSlice(read: SliceReader, run: string): Promise<PauseSlice | null> {
  // Without runners or candidates it is the scheduler's version and little else. It comes first, so that work that is
  // handed out after it makes this command decide anew.
  const { schedulerVersion } = await read.leaseSlice([], 0);
  const slice = await read.runSlice(run);
  return slice === null ? null : { ...slice, schedulerVersion };
}
