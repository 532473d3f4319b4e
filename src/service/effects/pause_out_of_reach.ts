import type { EffectRecord } from '../../core/effects/effect.ts';
import { pauseRun } from '../commands/pause_run.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { isWithoutAccess } from '../ports/passing_trouble.ts';

/**
 * An effect could not be sent: where that is because the App does not reach the repository any more, its run pauses.
 * Nobody tells of a repository that moved to an owner without the App, so that this is how it is found out. The effect
 * stays in the outbox, and is sent once the App reaches the repository again.
 */
export async function pauseOutOfReach(
  deps: ServiceDependencies,
  { run: id }: EffectRecord,
  error: unknown,
): Promise<void> {
  const { store, github } = deps;
  if (id === null || github === null || !isWithoutAccess(error)) return;
  const run = await store.read.runById(id);
  if (run === null || run.state !== 'running') return;
  const repository = await store.read.repositoryById(run.repository);
  if (repository === null || (await github.repositories.isReached(repository))) return;
  await pauseRun(deps, run.id, { because: 'app_out_of_reach', by: 'somebody' });
}
