import { GitProcessError, git } from './git_process.ts';
import { withMergeRoom } from './merge_room.ts';

/** What came of merging two commits. */
export type MergeAnswer =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[]; readonly messages: readonly string[] }
  /** The two have no commit in common. */
  | { readonly kind: 'unrelated' };

/** Makes the merge commit of `theirs` into `ours` without any work tree or index. No ref is moved. */
export async function mergeCommits(
  commonDir: string,
  ours: string,
  theirs: string,
  message: string,
): Promise<MergeAnswer> {
  return await withMergeRoom(commonDir, async (room) => {
    const merged = await git(['merge-tree', '--write-tree', '--name-only', '--messages', '-z', ours, theirs], {
      ...room,
      expectedExitCodes: [0, 1, 128],
    });
    if (merged.exitCode === 128 || (merged.exitCode === 1 && !/^[0-9a-f]{40,64}\0/.test(merged.stdout))) {
      if (/unrelated histories/.test(merged.stderr)) return { kind: 'unrelated' };
      throw new GitProcessError(
        'git_failed',
        `git merge-tree failed: ${merged.stderr.trim().split('\n').at(-1)}`,
        merged.stderr,
      );
    }
    if (merged.exitCode === 1) return { kind: 'conflict', ...readConflict(merged.stdout) };
    const tree = merged.stdout.split('\0', 1)[0] ?? '';
    const made = await git(['commit-tree', tree, '-p', ours, '-p', theirs, '-F', '-'], { ...room, stdin: message });
    return { kind: 'merged', commit: made.stdout.trim() };
  });
}

/**
 * Reads `merge-tree -z --name-only`: the tree, the paths in conflict, an empty field, then messages, each as a count,
 * that many paths, the kind and the text.
 */
function readConflict(output: string): { paths: string[]; messages: string[] } {
  const fields = output.split('\0');
  const end = fields.indexOf('', 1);
  const paths = [...new Set(fields.slice(1, end))];
  const messages: string[] = [];
  let at = end + 1;
  while (at < fields.length) {
    const count = Number(fields[at]);
    if (fields[at] === '' || !Number.isInteger(count)) break;
    const kind = fields[at + count + 1] ?? '';
    const text = (fields[at + count + 2] ?? '').trim();
    if (kind.startsWith('CONFLICT')) messages.push(text);
    at += count + 3;
  }
  return { paths, messages };
}
