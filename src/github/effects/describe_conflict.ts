import type { ForgeRequest } from '../../service/ports/forge.ts';
import type { EffectCall } from '../effect_call.ts';
import { changedPaths } from '../read/compare.ts';

type MergeTask = Extract<ForgeRequest, { kind: 'merge_task' }>;

/** The most that is said about a conflict, in lines: an agent or a person can ask git for more. */
const DETAIL_LINES = 50;

/**
 * Where a task's commit and the integration branch are at odds. GitHub says only that they are, so it is told by what both sides
 * changed: never less than the conflict, sometimes more.
 */
export async function describeConflict(
  effect: MergeTask,
  integration: { readonly branch: string; readonly head: string },
  call: EffectCall,
): Promise<{ readonly paths: readonly string[]; readonly detail: string }> {
  const theirs = await changedPaths(call, integration.head, effect.commit);
  const ours = new Set(await changedPaths(call, effect.commit, integration.head));
  const paths = theirs.filter((path) => ours.has(path)).toSorted();
  const sides = `\`${effect.branch}\` (${effect.commit.slice(0, 12)}) does not merge into \`${integration.branch}\` (${integration.head.slice(0, 12)}).`;
  const more = paths.length > DETAIL_LINES ? [`and ${paths.length - DETAIL_LINES} more`] : [];
  const lines = paths.slice(0, DETAIL_LINES).map((path) => `Both sides changed ${path}`);
  return { paths, detail: [sides, ...lines, ...more].join('\n') };
}
