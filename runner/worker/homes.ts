import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { removeTree } from '../files/remove_tree.ts';

/** A HOME that no attempt used for so long is removed: its task is over, or has moved to another runner. */
const UNUSED_LIMIT_MS = 24 * 60 * 60 * 1_000;

/** A private HOME, and whether it was there before. */
export type TaskHome = { readonly path: string; readonly isKept: boolean };

/** The name of an attempt's HOME among those of its runner: one for each task and agent. */
export function homeName({ run, task, work }: Pick<ExecutionRequest, 'run' | 'task' | 'work'>): string {
  const ofTask = `${run}.${task.id}`;
  return work.kind === 'agent' ? `${ofTask}.${work.provider}` : ofTask;
}

/** The private HOME of that name on this runner, kept from attempt to attempt; using it marks it as in use. */
export async function taskHome(runnerPath: string, name: string, nowEpochMs: number): Promise<TaskHome> {
  const path = join(runnerPath, 'homes', name);
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  await utimes(path, nowEpochMs / 1_000, nowEpochMs / 1_000);
  return { path, isKept: made === undefined };
}

/** Removes the HOMEs that no attempt used for a day, but for those in use, given by name. */
export async function removeUnusedHomes(
  runnerPath: string,
  inUse: ReadonlySet<string>,
  nowEpochMs: number,
): Promise<void> {
  const folder = join(runnerPath, 'homes');
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => !inUse.has(each))) {
    const home = join(folder, name);
    const usedAtMs = (await stat(home).catch(() => undefined))?.mtimeMs ?? nowEpochMs;
    if (nowEpochMs - usedAtMs > UNUSED_LIMIT_MS) await removeTree(home);
  }
}

/** Whether a HOME is kept in this runner's folder. */
export async function hasHomes(runnerPath: string): Promise<boolean> {
  return (await readdir(join(runnerPath, 'homes')).catch(() => [])).length > 0;
}
