import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { removeTree } from '../files/remove_tree.ts';

/**
 * Without a sandbox, where a worktree always has one path inside, each task has a folder of its own on each runner, in which
 * its attempts check out one after another: some agents find a conversation only by the path that they worked in.
 *
 * @returns the folder, made and empty; undefined where work of an earlier attempt is still in it
 */
export async function claimPlace(
  runnerPath: string,
  { run, task }: Pick<ExecutionRequest, 'run' | 'task'>,
): Promise<string | undefined> {
  await mkdir(placesFolder(runnerPath), { recursive: true, mode: 0o700 });
  const path = join(placesFolder(runnerPath), `${run}.${task.id}`);
  try {
    // It is made by one attempt, and goes with it.
    await mkdir(path, { mode: 0o700 });
    return path;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

/** Removes the folders that a dead runner made and no attempt has used. `inUse`: paths; to be called before any attempt begins. */
export async function removeUnusedPlaces(runnerPath: string, inUse: ReadonlySet<string>): Promise<void> {
  const folder = placesFolder(runnerPath);
  const paths = (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  for (const path of paths) if (!inUse.has(path)) await removeTree(path);
}

function placesFolder(runnerPath: string): string {
  return join(runnerPath, 'places');
}
