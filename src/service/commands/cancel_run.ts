import type { Change } from '../../core/changes.ts';
import { type CancelInput, cancelRun as decideCancel } from '../../core/decide/cancel.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { concludeRun } from '../conclude_run.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/**
 * A person, or the run's own time limit, ends a run; `also` lands with it. A run with nothing at work ends in the same call, for
 * nobody may be there later to end it.
 */
export async function cancelRun(
  deps: ServiceDependencies,
  run: string,
  input: CancelInput & { readonly because: 'person' | 'deadline' },
  also: readonly Change[] = [],
): Promise<null> {
  await commit(deps, 'cancel_run', async (read) => {
    const slice = await read.runSlice(run);
    return withChanges(slice === null ? nothing(null) : decideCancel(slice, input, surroundings(deps)), also);
  });
  return await concludeRun(deps, run);
}
