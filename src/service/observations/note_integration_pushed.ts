import { integrationBranch } from '../../core/branch_names.ts';
import type { Change } from '../../core/changes.ts';
import { type IntegrationPushed, integrationPushed } from '../../core/decide/integration_pushed.ts';
import { nothing } from '../../core/decision.ts';
import type { RunRecord } from '../../core/records.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { verificationOf } from '../verification_of.ts';
import { withChanges } from '../with_changes.ts';
import { atIntegrationHead, onlyAt } from './at_integration_head.ts';

/** A person moved a run's integration branch to `after`, or deleted it (null); `also` lands with what follows. */
export async function noteIntegrationPushed(
  deps: ServiceDependencies,
  run: string,
  input: { readonly after: string | null; readonly by: string },
  also: readonly Change[] = [],
): Promise<null> {
  return atIntegrationHead(
    async () => {
      const record = await deps.store.read.runById(run);
      return { head: record?.integrationHead ?? null, found: record === null ? null : await look(deps, record, input) };
    },
    ({ head, found }) =>
      commit<'moved' | null>(deps, 'integration_pushed', async (read) => {
        const slice = await read.runSlice(run);
        if (slice === null || found === null) return withChanges(nothing(null), also);
        if (slice.run.integrationHead !== head) return nothing('moved');
        const verification = await verificationOf(read, run);
        const decision = integrationPushed({ ...slice, verification }, found, surroundings(deps));
        return withChanges(onlyAt(slice.run, decision), also);
      }),
  );
}

/**
 * What the push comes to, by the branch as it is now: news may be late, and merges of our own may have come on top of what
 * was pushed. null: nothing.
 */
async function look(
  { store, github }: ServiceDependencies,
  { repository: id, branchPrefix, integrationHead, finalPull }: RunRecord,
  { after, by }: { readonly after: string | null; readonly by: string },
): Promise<IntegrationPushed | null> {
  const repository = await store.read.repositoryById(id);
  if (github === null || repository === null || integrationHead === null) return null;
  const branch = integrationBranch(branchPrefix);
  if (!(await github.repositories.contains(repository, branch, integrationHead))) {
    if (after !== null) return { how: 'rewritten', head: after, by };
    // Merged branches are tidied away, by GitHub itself where that is set; the news of the merge may come later.
    const merged = finalPull !== null && (await github.repositories.pull(repository, finalPull))?.state === 'merged';
    return merged ? null : { how: 'deleted', by };
  }
  // It was deleted and made again since.
  if (after === null) return null;
  const known = await github.repositories.contains(repository, integrationHead, after);
  return known ? null : { how: 'extended', head: after, by };
}
