import { isOffered, orchestratorRouting } from '../../core/agents/orchestrator.ts';
import type { TaskRouting } from '../../core/agents/task_routing.ts';
import type { RepositoryRecord, RunRecord } from '../../core/records.ts';
import { serves } from '../../core/runner/serves.ts';
import { partSpent } from '../../core/usage/bounded.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { isConnected } from '../views/connected_runners.ts';

/** Who may answer for people in a run; null: nobody is configured for it, no connected runner has them, or no budget is left. */
export async function orchestratorFor(
  { store, clock, settings }: Pick<ServiceDependencies, 'store' | 'clock' | 'settings'>,
  read: Pick<SliceReader, 'agentSettingsOf' | 'repositoryBudget'>,
  { run, repository }: { readonly run: Pick<RunRecord, 'id' | 'budgetStage'>; readonly repository: RepositoryRecord },
): Promise<TaskRouting | null> {
  const agents = await read.agentSettingsOf(run.id);
  const routing = agents === null ? null : orchestratorRouting(agents);
  if (routing === null) return null;
  const now = clock.now();
  const ofRepository = await read.repositoryBudget(repository.id, now);
  if (run.budgetStage === 'spent' || (ofRepository !== null && partSpent(ofRepository) >= 1)) return null;
  const there = (await store.view.runners()).filter(
    (runner) => isConnected(runner, now, settings) && serves(runner, repository.name),
  );
  return isOffered(routing, there) ? routing : null;
}
