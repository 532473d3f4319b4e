import type { Effect, EffectAnswer } from '../core/effects/effect.ts';
import { commitMissing } from '../core/text/commit_missing.ts';
import { shortCommit } from '../core/text/short_commit.ts';
import { BranchMovedError } from './branch_moved.ts';
import { broughtInBy, commitExists, isAncestor } from './git/ancestry.ts';
import { checkedOutIn } from './git/checked_out.ts';
import { installedGitTooOld } from './git/git_version.ts';
import { mergeCommits } from './git/merge_trees.ts';
import { readRef, updateRefs } from './git/refs.ts';
import type { RepositoryFolders } from './git/repository_folders.ts';
import { checkedOut } from './publish_task.ts';

type MergeTask = Extract<Effect, { kind: 'merge_task' }>;

/** How often the integration branch may move away under a merge before it is left for a later sending. */
const MAX_MOVES = 10;

/**
 * Merges the task's commit into the integration branch, without work tree or index, and moves the branch only from
 * the head that was merged into. A commit that is already in is answered with the merge that brought it.
 */
export async function mergeTask(
  effect: MergeTask,
  integrationBranch: string,
  folders: RepositoryFolders,
): Promise<EffectAnswer> {
  const { commonDir } = folders;
  const tooOld = await installedGitTooOld();
  if (tooOld !== undefined) return { kind: 'refused', message: tooOld };
  if (!(await commitExists(commonDir, effect.commit))) {
    return { kind: 'refused', message: commitMissing(effect.commit) };
  }
  for (let move = 0; move < MAX_MOVES; move += 1) {
    const answer = await mergeOnce(effect, integrationBranch, commonDir);
    if (answer !== undefined) return answer;
  }
  throw new BranchMovedError(integrationBranch);
}

async function mergeOnce(
  effect: MergeTask,
  integrationBranch: string,
  commonDir: string,
): Promise<EffectAnswer | undefined> {
  const ref = `refs/heads/${integrationBranch}`;
  const head = await readRef(commonDir, ref);
  if (head === undefined) {
    return {
      kind: 'refused',
      message: `The integration branch \`${integrationBranch}\` is gone; restore it (git reflog), then retry the task.`,
    };
  }
  if (await isAncestor(commonDir, effect.commit, head)) {
    return { kind: 'merged', mergeCommit: await broughtInBy(commonDir, effect.commit, head), head };
  }
  const folder = await checkedOutIn(commonDir, ref);
  if (folder !== undefined) return { kind: 'refused', message: checkedOut(integrationBranch, folder) };
  const merged = await mergeCommits(commonDir, head, effect.commit, effect.message);
  switch (merged.kind) {
    case 'merged': {
      const moved = await updateRefs(
        commonDir,
        [{ ref, to: merged.commit, from: head }],
        `planwright: merge ${effect.task}`,
      );
      return moved ? { kind: 'merged', mergeCommit: merged.commit, head: merged.commit } : undefined;
    }
    case 'unrelated':
      return {
        kind: 'refused',
        message: `\`${effect.branch}\` and \`${integrationBranch}\` have no commit in common, so they cannot be merged; retry the task.`,
      };
    case 'conflict':
      return {
        kind: 'conflict',
        ours: head,
        paths: merged.paths,
        detail: describeConflict(effect, integrationBranch, head, merged),
      };
    default:
      return merged satisfies never;
  }
}

/** The most that is said about a conflict, in lines: an agent or a person can ask git for more. */
const DETAIL_LINES = 50;

function describeConflict(
  effect: MergeTask,
  integrationBranch: string,
  head: string,
  conflict: { readonly paths: readonly string[]; readonly messages: readonly string[] },
): string {
  const sides = `\`${effect.branch}\` (${shortCommit(effect.commit)}) does not merge into \`${integrationBranch}\` (${shortCommit(head)}).`;
  const lines = conflict.messages.length > 0 ? conflict.messages : conflict.paths;
  const more = lines.length > DETAIL_LINES ? [`and ${lines.length - DETAIL_LINES} more`] : [];
  return [sides, ...lines.slice(0, DETAIL_LINES), ...more].join('\n');
}
