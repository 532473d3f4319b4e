import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { z } from 'zod';
import { Id } from '../../src/protocol/primitives.ts';
import { removeTree } from '../files/remove_tree.ts';
import { writeDurably } from '../files/write_durably.ts';

/** A runner's folder, held by this process until {@link RunnerFolder.release}; the lock dies with the process. */
export type RunnerFolder = {
  readonly id: string;
  readonly path: string;
  /** The service that this runner's attempts and reports belong to. */
  readonly service: string;
  readonly release: () => Promise<void>;
};

/** How the names of folders begin that are being removed. */
const GONE = '.gone-';

const RunnerRecord = z.object({ service: z.string() });

/** Where the folders of all runners of this working directory lie. */
function runnersFolder(workDir: string): string {
  return join(workDir, 'runners');
}

/** Takes over the folders of all runners that are dead, for their attempts to be cleaned up. */
export async function lockDeadRunners(workDir: string): Promise<readonly RunnerFolder[]> {
  const ids = await runnerIds(workDir);
  const folders = await Promise.all(ids.map((id) => lockFolder(workDir, id)));
  return folders.filter((folder) => folder !== undefined);
}

/** Takes over the folders of the dead runners of a service, and says whether another process holds one of its folders. */
export async function lockRunnersOf(
  workDir: string,
  service: string,
): Promise<{ readonly locked: readonly RunnerFolder[]; readonly isOneHeld: boolean }> {
  const locked: RunnerFolder[] = [];
  let isOneHeld = false;
  for (const id of await runnerIds(workDir)) {
    if ((await serviceOf(join(runnersFolder(workDir), id))) !== service) continue;
    const folder = await lockFolder(workDir, id);
    if (folder === undefined) isOneHeld = true;
    else locked.push(folder);
  }
  return { locked, isOneHeld };
}

async function runnerIds(workDir: string): Promise<readonly string[]> {
  const names = await readdir(runnersFolder(workDir)).catch(() => []);
  return names.filter((name) => Id.safeParse(name).success).toSorted();
}

/** Makes the folder of a new runner. */
export async function createRunnerFolder(workDir: string, id: string, service: string): Promise<RunnerFolder> {
  const path = join(runnersFolder(workDir), id);
  // Filled under another name first: a folder is locked before another process can see it.
  const hidden = join(runnersFolder(workDir), `.new-${id}`);
  await mkdir(join(hidden, 'attempts'), { recursive: true, mode: 0o700 });
  await writeDurably(join(hidden, 'runner.json'), JSON.stringify({ service }));
  const release = await lockFile(join(hidden, 'lock'), 'a+');
  if (release === undefined) throw new Error(`the new runner folder ${path} is locked by another process`);
  await rename(hidden, path);
  return { id, path, service, release };
}

/**
 * Removes a dead runner's folder, which this process has locked and emptied. It gets another name first, under which nobody
 * looks for it: others see all of it or nothing.
 */
export async function removeRunnerFolder(folder: RunnerFolder): Promise<void> {
  const gone = join(dirname(folder.path), `${GONE}${folder.id}`);
  try {
    if (await tryRename(folder.path, gone)) await removeTree(gone);
  } finally {
    await folder.release();
  }
}

/** Removes what processes left that ended while they removed a folder. */
export async function removeGoneFolders(workDir: string): Promise<void> {
  const names = await readdir(runnersFolder(workDir)).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(GONE)))
    await removeTree(join(runnersFolder(workDir), name));
}

/** Renames a folder; false where somebody else has moved or removed it. */
async function tryRename(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

async function lockFolder(workDir: string, id: string): Promise<RunnerFolder | undefined> {
  const path = join(runnersFolder(workDir), id);
  // Never made anew: a folder without it is just being removed.
  const release = await lockFile(join(path, 'lock'), 'r+').catch(() => undefined);
  if (release === undefined) return undefined;
  return { id, path, service: await serviceOf(path), release };
}

/** Empty where the folder does not say, so that nobody takes it for their own. */
async function serviceOf(path: string): Promise<string> {
  const record = await readFile(join(path, 'runner.json'), 'utf8').catch(() => '{}');
  return RunnerRecord.safeParse(JSON.parse(record)).data?.service ?? '';
}

/** The lock on `path`, or undefined where another process holds it or removed the folder meanwhile. */
async function lockFile(path: string, flags: 'a+' | 'r+'): Promise<(() => Promise<void>) | undefined> {
  const file = await open(path, flags, 0o600);
  const held = tryLock(file.fd) && (await isStill(path, (await file.stat()).ino));
  if (!held) {
    await file.close();
    return undefined;
  }
  return () => file.close();
}

async function isStill(path: string, inode: number): Promise<boolean> {
  return await stat(path).then(
    (entry) => entry.ino === inode,
    () => false,
  );
}
