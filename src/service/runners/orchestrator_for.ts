import { isOffered, orchestratorRouting } from '../../core/agents/orchestrator.ts';
import type { TaskRouting } from '../../core/agents/task_routing.ts';
import type { RepositoryRecord, RunRecord } from '../../core/records.ts';
import { serves } from '../../core/runner/serves.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { isConnected } from '../views/connected_runners.ts';

/** Who may answer for people in a run; null: nobody is configured for it, or no connected runner has them. */
export async function orchestratorFor(
  { store, clock, settings }: Pick<ServiceDependencies, 'store' | 'clock' | 'settings'>,
  read: Pick<SliceReader, 'agentSettingsOf'>,
  { run, repository }: { readonly run: Pick<RunRecord, 'id'>; readonly repository: RepositoryRecord },
): Promise<TaskRouting | null> {
  const agents = await read.agentSettingsOf(run.id);
  const routing = agents === null ? null : orchestratorRouting(agents);
  if (routing === null) return null;
  const now = clock.now();
  const there = (await store.view.runners()).filter(
    (runner) => isConnected(runner, now, settings) && serves(runner, repository.name),
  );
  return isOffered(routing, there) ? routing : null;
}
