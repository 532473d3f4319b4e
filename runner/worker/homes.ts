import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { Id } from '../../src/protocol/primitives.ts';
import { removeTree } from '../files/remove_tree.ts';
import { type HomesStanding, NOTHING_SAID } from './ask_about_homes.ts';

/** A HOME of which the service says nothing is removed when no attempt used it for so long. */
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

/** The tasks whose HOMEs are kept in this runner's folder, by id. */
export async function tasksWithHomes(runnerPath: string): Promise<readonly string[]> {
  const names = await readdir(join(runnerPath, 'homes')).catch(() => []);
  return [...new Set(names.map(taskOf).filter((task) => Id.safeParse(task).success))];
}

/**
 * Removes the HOMEs of tasks that are over, and those that no attempt used for a day, but for those in use, given by name. As
 * long as the service says that a task needs its HOME, that day does not begin.
 */
export async function removeUnusedHomes(
  runnerPath: string,
  inUse: ReadonlySet<string>,
  nowEpochMs: number,
  { needed, over }: HomesStanding = NOTHING_SAID,
): Promise<void> {
  const folder = join(runnerPath, 'homes');
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => !inUse.has(each))) {
    const home = join(folder, name);
    const task = taskOf(name);
    if (over.has(task)) await removeTree(home);
    else if (needed.has(task)) await utimes(home, nowEpochMs / 1_000, nowEpochMs / 1_000);
    else if (nowEpochMs - (await usedAtMs(home, nowEpochMs)) > UNUSED_LIMIT_MS) await removeTree(home);
  }
}

function taskOf(name: string): string {
  return name.split('.')[1] ?? '';
}

async function usedAtMs(home: string, nowEpochMs: number): Promise<number> {
  return (await stat(home).catch(() => undefined))?.mtimeMs ?? nowEpochMs;
}

/** Whether a HOME is kept in this runner's folder. */
export async function hasHomes(runnerPath: string): Promise<boolean> {
  return (await readdir(join(runnerPath, 'homes')).catch(() => [])).length > 0;
}
