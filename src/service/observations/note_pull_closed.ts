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
  return { head, isKnown: await github.people.contains(slice.repository, head, merge) };
}

/** A person merged or closed the final pull request of a run; `also` lands with what follows. */
export function noteFinalPullClosed(
  deps: ServiceDependencies,
  run: string,
  input: PullClosed,
  also: readonly Change[] = [],
): Promise<null> {
  return commit(deps, 'final_pull_closed', async (read) => {
    const slice = await read.runSlice(run);
    return withChanges(slice === null ? nothing(null) : finalPullClosed(slice, input, surroundings(deps)), also);
  });
}
