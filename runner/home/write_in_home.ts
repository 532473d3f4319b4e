import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Puts a file into an agent's HOME, readable for nobody else, in place of whatever lies there. The agent writes in that folder,
 * so nothing is followed: a link on the way is removed. To be called while nothing of the task runs.
 *
 * @param path from the HOME on, without `..`
 */
export async function writeInHome(home: string, path: string, content: Uint8Array | string): Promise<void> {
  await makeRealFolders(home, dirname(path));
  const file = join(home, path);
  await rm(file, { recursive: true, force: true });
  await writeFile(file, content, { mode: 0o600, flag: 'wx' });
}

/** Removes a file from an agent's HOME, unless a link leads to it. To be called while nothing of the task runs. */
export async function removeFromHome(home: string, path: string): Promise<void> {
  if (await areRealFolders(home, dirname(path))) await rm(join(home, path), { recursive: true, force: true });
}

async function makeRealFolders(home: string, path: string): Promise<void> {
  for (const folder of foldersOf(home, path)) {
    if (await isRealFolder(folder)) continue;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
  }
}

async function areRealFolders(home: string, path: string): Promise<boolean> {
  for (const folder of foldersOf(home, path)) if (!(await isRealFolder(folder))) return false;
  return true;
}

function foldersOf(home: string, path: string): readonly string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return names.map((_, index) => join(home, ...names.slice(0, index + 1)));
}

async function isRealFolder(path: string): Promise<boolean> {
  return await lstat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
