import { shortCommit } from '../../core/text/short_commit.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import type { FileChange } from '../read/compare.ts';
import { changedFiles } from '../read/compare.ts';
import type { EffectCall } from './effect_call.ts';
import { changesMeet } from './meeting_changes.ts';

type MergeTask = Extract<ForgeRequest, { kind: 'merge_task' }>;

/** The most that is said about a conflict, in lines: an agent or a person can ask git for more. */
const DETAIL_LINES = 50;

/**
 * Where a task's commit and the integration branch are at odds. GitHub says only that they are, so it is told by what both sides
 * changed: the files in which their lines meet, or all that both changed where lines tell nothing.
 */
export async function describeConflict(
  effect: MergeTask,
  integration: { readonly branch: string; readonly head: string },
  call: EffectCall,
): Promise<{ readonly paths: readonly string[]; readonly detail: string }> {
  const ours = byPath(await changedFiles(call, effect.commit, integration.head));
  const theirs = byPath(await changedFiles(call, integration.head, effect.commit));
  const both = [...theirs.keys()].filter((path) => ours.has(path)).toSorted();
  const meeting = both.filter((path) => meet(ours.get(path), theirs.get(path)));
  const paths = meeting.length > 0 ? meeting : both;
  const apart = both.filter((path) => !paths.includes(path));
  const sides = `\`${effect.branch}\` (${shortCommit(effect.commit)}) does not merge into \`${integration.branch}\` (${shortCommit(integration.head)}).`;
  const lines = [
    ...paths.map((path) => `Both sides changed ${path}`),
    ...apart.map((path) => `Both sides changed ${path} as well, in other lines or alike`),
  ];
  const more = lines.length > DETAIL_LINES ? [`and ${lines.length - DETAIL_LINES} more`] : [];
  return { paths, detail: [sides, ...lines.slice(0, DETAIL_LINES), ...more].join('\n') };
}

/** A file that was moved is found by both its names. */
function byPath(files: readonly FileChange[]): ReadonlyMap<string, FileChange> {
  return new Map(
    files.flatMap((file) =>
      [file.path, ...(file.previous === undefined ? [] : [file.previous])].map((path) => [path, file]),
    ),
  );
}

function meet(ours: FileChange | undefined, theirs: FileChange | undefined): boolean {
  return ours !== undefined && theirs !== undefined && changesMeet(ours, theirs);
}
