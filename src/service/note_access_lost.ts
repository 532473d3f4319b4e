import type { Change } from '../core/changes.ts';
import type { ServiceDependencies } from './dependencies.ts';
import { pauseRun } from './pause_run.ts';

/** The App was taken away from the run's repository: the run pauses. `also` lands with that. */
export function noteAccessLost(
  deps: ServiceDependencies,
  run: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return pauseRun(deps, run, { ...input, because: 'app_removed' }, also);
}
