import { integrationBranch } from '../../core/branch_names.ts';
import type { Change } from '../../core/changes.ts';
import { resumeRun as decideResume } from '../../core/decide/resume_run.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';

/** A paused run goes on; `also` lands with it. Refuses where it is not paused, or its integration branch lacks merged work. */
export async function resumeRun(
  deps: ServiceDependencies,
  run: string,
  input: { readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  const integrationIntact = await isIntegrationIntact(deps, run);
  return commit(deps, 'resume_run', async (read) => {
    const slice = await read.runSlice(run);
    if (slice === null) return withChanges(nothing(null), also);
    return withChanges(decideResume(slice, { ...input, integrationIntact }, surroundings(deps)), also);
  });
}

/** Asked only where the branch was found rewritten: whether people have brought it back. */
async function isIntegrationIntact({ store, github }: ServiceDependencies, run: string): Promise<boolean> {
  const record = await store.read.runById(run);
  if (record?.reason?.code !== 'integration_rewritten' || record.integrationHead === null) return true;
  const repository = await store.read.repositoryById(record.repository);
  if (github === null || repository === null) return false;
  return github.repositories.contains(repository, integrationBranch(record.branchPrefix), record.integrationHead);
}
