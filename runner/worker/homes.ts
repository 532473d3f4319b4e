import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../git/remove_tree.ts';

/** A HOME that no attempt used for so long is removed: its task is over, or has moved to another runner. */
const UNUSED_LIMIT_MS = 24 * 60 * 60 * 1_000;

/** The name of a task's HOME among those of its runner. */
export function homeName(run: string, task: string): string {
  return `${run}.${task}`;
}

/** The private HOME of a task on this runner, kept from attempt to attempt; using it marks it as in use. */
export async function taskHome(runnerPath: string, run: string, task: string, nowEpochMs: number): Promise<string> {
  const home = join(runnerPath, 'homes', homeName(run, task));
  await mkdir(home, { recursive: true, mode: 0o700 });
  await utimes(home, nowEpochMs / 1_000, nowEpochMs / 1_000);
  return home;
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
