import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { git } from '../../support/git_repository.ts';

/**
 * Puts a program named git first on `PATH` that notes its arguments and then becomes the real one.
 * @returns the file with the notes
 */
export async function recordArguments(scratch: string): Promise<string> {
  const folder = join(scratch, 'bin');
  const log = join(scratch, 'arguments');
  const real = join(await git(scratch, '--exec-path'), 'git');
  await mkdir(folder);
  await writeFile(join(folder, 'git'), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\nexec '${real}' "$@"\n`);
  await chmod(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return log;
}

/** The files below `folder`, which nobody is changing, that hold `text`. */
export async function filesHolding(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(text) ? [file] : [])));
  return found.flat();
}
