import { access, lstat } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * Removes `path` with all below it, whatever an agent or a tool made of it: folders without permissions (also those of
 * Go's module cache), names that are not text, paths longer than the system takes at once. Symbolic links are removed and
 * never followed. Nothing there is fine.
 * @throws Error naming the path, if something is left
 */
export async function removeTree(path: string): Promise<void> {
  const options = { reject: false, cwd: '/', stdin: 'ignore' } as const;
  const first = await execa('rm', ['-rf', '--', path], options);
  if (first.exitCode === 0 && (await isGone(path))) return;
  await makeReadable(path);
  const second = await execa('rm', ['-rf', '--', path], options);
  if (second.exitCode !== 0 || !(await isGone(path))) {
    throw new Error(`${path} could not be removed: ${second.stderr.slice(0, 500)}`);
  }
}

/** Gives the owner all permissions on what is below `path` and belongs to them; symbolic links are not followed. */
export async function makeReadable(path: string): Promise<void> {
  await execa('chmod', ['-R', 'u+rwX', '--', path], { reject: false, cwd: '/', stdin: 'ignore' });
}

async function isGone(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => false,
    () => true,
  );
}

/** Whether something is at `path`, a dangling symbolic link included. */
export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    async () => !(await isGone(path)),
  );
}
