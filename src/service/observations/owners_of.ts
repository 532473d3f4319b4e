import type { RunRecord } from '../../core/records.ts';
import { pathMatcher } from '../../text/path_glob.ts';
import type { LineAt } from '../ports/review_reader.ts';
import type { ForgeContext } from './forge_context.ts';

/**
 * Finds the task (by id) that a line of the integration branch is of: whose merge brought it, else who changed its file last, else
 * the first whose `files` name it; null: none that an agent does.
 */
export function ownersOf(
  { deps, repositories, repository }: ForgeContext,
  run: RunRecord,
): (place: LineAt) => Promise<string | null> {
  const { read } = deps.store;
  return async (place) => {
    const [merges, tasks] = await Promise.all([read.mergesOf(run.id), read.agentTasksOf(run.id)]);
    const head = run.integrationHead;
    const bringers = head === null ? [] : await repositories.bringersOf(repository, place, head);
    const byMerge = bringers.flatMap((commit) => merges.findLast((merge) => merge.commit === commit)?.task ?? []);
    const known = byMerge.find((id) => tasks.some((task) => task.id === id));
    if (known !== undefined) return known;
    return tasks.find(({ files }) => files.length > 0 && pathMatcher(files)(place.path))?.id ?? null;
  };
}
