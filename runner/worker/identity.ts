import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { z } from 'zod';
import { Id } from '../../src/protocol/primitives.ts';
import { writeDurably } from './write_durably.ts';

/** A runner's folder, held by this process until {@link RunnerFolder.release}; the lock dies with the process. */
export type RunnerFolder = {
  readonly id: string;
  readonly path: string;
  /** The service that this runner's attempts and reports belong to. */
  readonly service: string;
  readonly release: () => Promise<void>;
};

const RunnerRecord = z.object({ service: z.string() });

/** Where the folders of all runners of this working directory lie. */
function runnersFolder(workDir: string): string {
  return join(workDir, 'runners');
}

/** Takes over the folders of all runners that are dead, for their attempts to be cleaned up. */
export async function lockDeadRunners(workDir: string): Promise<readonly RunnerFolder[]> {
  await mkdir(runnersFolder(workDir), { recursive: true, mode: 0o700 });
  const names = (await readdir(runnersFolder(workDir))).filter((name) => Id.safeParse(name).success).toSorted();
  const folders = await Promise.all(names.map((name) => lockFolder(workDir, name)));
  return folders.filter((folder) => folder !== undefined);
}

/** Whether a living runner of this service uses the working directory. */
export async function hasLivingRunner(workDir: string, service: string): Promise<boolean> {
  const names = await readdir(runnersFolder(workDir)).catch(() => []);
  for (const name of names.filter((each) => Id.safeParse(each).success)) {
    const path = join(runnersFolder(workDir), name);
    if ((await serviceOf(path)) !== service) continue;
    const release = await lockFile(join(path, 'lock')).catch(() => undefined);
    if (release === undefined) return true;
    await release();
  }
  return false;
}

/** Makes the folder of a new runner. */
export async function createRunnerFolder(workDir: string, id: string, service: string): Promise<RunnerFolder> {
  const path = join(runnersFolder(workDir), id);
  // Filled under another name first: a folder is locked before another process can see it.
  const hidden = join(runnersFolder(workDir), `.new-${id}`);
  await mkdir(join(hidden, 'attempts'), { recursive: true, mode: 0o700 });
  await writeDurably(join(hidden, 'runner.json'), JSON.stringify({ service }));
  const release = await lockFile(join(hidden, 'lock'));
  if (release === undefined) throw new Error(`the new runner folder ${path} is locked by another process`);
  await rename(hidden, path);
  return { id, path, service, release };
}

/** Removes a dead runner's folder, which this process has locked and emptied. */
export async function removeRunnerFolder(folder: RunnerFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true });
  await folder.release();
}

async function lockFolder(workDir: string, id: string): Promise<RunnerFolder | undefined> {
  const path = join(runnersFolder(workDir), id);
  const release = await lockFile(join(path, 'lock')).catch(() => undefined);
  if (release === undefined) return undefined;
  return { id, path, service: await serviceOf(path), release };
}

/** Empty where the folder does not say, so that nobody takes it for their own. */
async function serviceOf(path: string): Promise<string> {
  const record = await readFile(join(path, 'runner.json'), 'utf8').catch(() => '{}');
  return RunnerRecord.safeParse(JSON.parse(record)).data?.service ?? '';
}

/** The lock on `path`, or undefined where another process holds it or removed the folder meanwhile. */
async function lockFile(path: string): Promise<(() => Promise<void>) | undefined> {
  const file = await open(path, 'a+', 0o600);
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
