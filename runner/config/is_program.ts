import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Whether this can be started as a program: a file that may be executed, a bare name on this PATH. */
export async function isProgram(name: string, path: string): Promise<boolean> {
  if (name.includes('/')) return await isExecutable(name);
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    if (await isExecutable(join(folder, name))) return true;
  }
  return false;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
