import { concludeRun as decideConclusion } from '../core/decide/conclude_run.ts';
import { nothing } from '../core/decision.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';
import { verificationOf } from './verification_of.ts';

/** Ends a run whose tasks have all ended; any other goes on. */
export function concludeRun(deps: ServiceDependencies, run: string): Promise<null> {
  return commit(deps, 'conclude_run', async (read) => {
    const slice = await read.concludeSlice(run);
    if (slice === null) return nothing(null);
    return decideConclusion({ ...slice, verification: await verificationOf(read, run) }, surroundings(deps));
  });
}
