import { git } from './git_process.ts';
import { withMergeRoom } from './merge_room.ts';

/**
 * Makes a commit on `parent` that sets one file, without any work tree or index of the user's. No ref is moved.
 * @throws GitProcessError where the path cannot be a file there
 */
export async function commitFile(
  commonDir: string,
  parent: string,
  file: { readonly path: string; readonly text: string; readonly message: string },
): Promise<string> {
  return await withMergeRoom(commonDir, async (room) => {
    const blob = await git(['hash-object', '-w', '--stdin'], { ...room, stdin: file.text });
    await git(['read-tree', parent], room);
    await git(['update-index', '--add', '--cacheinfo', `100644,${blob.stdout.trim()},${file.path}`], room);
    const tree = (await git(['write-tree'], room)).stdout.trim();
    const made = await git(['commit-tree', tree, '-p', parent, '-F', '-'], { ...room, stdin: file.message });
    return made.stdout.trim();
  });
}
