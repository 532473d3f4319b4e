import type { Change } from '../../core/changes.ts';
import { finalPullClosed } from '../../core/decide/final_pull_closed.ts';
import { type PullClosed, pullClosed } from '../../core/decide/pull_closed.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { withChanges } from '../with_changes.ts';
import { atIntegrationHead, onlyAt } from './at_integration_head.ts';

/**
 * A person merged or closed the pull request of a task; `also` lands with what follows. The news of a merge may come after a
 * merge of our own on top of it: then the integration branch stays known where it stands.
 */
export function notePullClosed(
  deps: ServiceDependencies,
  task: string,
  input: PullClosed,
  also: readonly Change[] = [],
): Promise<null> {
  return atIntegrationHead(
    () => lookAtMerge(deps, task, input.merge?.commit ?? null),
    ({ head, isKnown }) =>
      commit<'moved' | null>(deps, 'pull_closed', async (read) => {
        const slice = await read.taskSlice(task, 'all');
        if (slice === null) return withChanges(nothing(null), also);
        if (input.merge === null) return withChanges(pullClosed(slice, input, surroundings(deps)), also);
        if (slice.run.integrationHead !== head) return nothing('moved');
        const decision = pullClosed(slice, { ...input, isKnown }, surroundings(deps));
        return withChanges(onlyAt(slice.run, decision), also);
      }),
  );
}

/** Whether the head that is known of the run's integration branch holds that merge already. */
async function lookAtMerge({ store, github }: ServiceDependencies, task: string, merge: string | null) {
  const slice = await store.read.taskSlice(task, 'direct');
  const head = slice?.run.integrationHead ?? null;
  if (slice === null || github === null || head === null || merge === null) return { head, isKnown: false };
  return { head, isKnown: await github.repositories.contains(slice.repository, head, merge) };
}

/**
 * A person merged or closed the final pull request `pull` of a run; `also` lands with what follows. The news of a merge may come
 * after a merge of our own, which is not in the base then.
 */
export function noteFinalPullClosed(
  deps: ServiceDependencies,
  { run, pull }: { readonly run: string; readonly pull: number },
  input: PullClosed,
  also: readonly Change[] = [],
): Promise<null> {
  return atIntegrationHead(
    () => lookAtFinalMerge(deps, run, input.merge === null ? null : pull),
    ({ head, missesWork }) =>
      commit<'moved' | null>(deps, 'final_pull_closed', async (read) => {
        const slice = await read.runSlice(run);
        if (slice === null) return withChanges(nothing(null), also);
        if (input.merge === null) return withChanges(finalPullClosed(slice, input, surroundings(deps)), also);
        if (slice.run.integrationHead !== head) return nothing('moved');
        const decision = finalPullClosed(slice, { ...input, missesWork }, surroundings(deps));
        return withChanges(onlyAt(slice.run, decision), also);
      }),
  );
}

/** Whether the pull request that was merged lacked what is in the run's integration branch as far as that is known. */
async function lookAtFinalMerge({ store, github }: ServiceDependencies, run: string, pull: number | null) {
  const record = await store.read.runById(run);
  const head = record?.integrationHead ?? null;
  const repository = record === null ? null : await store.read.repositoryById(record.repository);
  if (github === null || repository === null || head === null || pull === null) return { head, missesWork: false };
  const merged = (await github.repositories.pull(repository, pull))?.headCommit ?? null;
  if (merged === null || merged === head) return { head, missesWork: false };
  return { head, missesWork: !(await github.repositories.contains(repository, merged, head)) };
}
