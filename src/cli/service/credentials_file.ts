import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type AppCredentials,
  CredentialsError,
  parseAppCredentials,
  printAppCredentials,
} from '../../config/app_credentials.ts';

/** The file that holds the App's credentials for a service that works in this folder, beside its default database. */
export function credentialsFile(folder: string): string {
  return join(folder, '.planwright', 'github-app.json');
}

/**
 * Reads the credentials, or undefined where there is no such file.
 * @throws CredentialsError where others could read it too, or where it is damaged
 */
export async function readCredentials(file: string): Promise<AppCredentials | undefined> {
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) {
      const permissions = (mode & 0o777).toString(8).padStart(4, '0');
      throw new CredentialsError(
        `${file} has mode ${permissions}, so that others on this machine can use the App. Run \`chmod 600\` on it, and make a new key if that was no accident of a copy.`,
      );
    }
    return parseAppCredentials(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof CredentialsError) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new CredentialsError(`${file} cannot be read (${error.code}); check its owner and permissions.`);
  }
}

/**
 * Makes the folder of the credentials, for its user alone, and proves that a file can be written there: GitHub shows the
 * App's key only once, so there must be a place for it before the App is made.
 */
export async function prepareFolder(file: string): Promise<void> {
  const folder = dirname(file);
  try {
    await mkdir(folder, { mode: 0o700, recursive: true });
    await chmod(folder, 0o700);
    // Where the folder lies in a repository, `git add .` must not take a key with it.
    await writeFile(join(folder, '.gitignore'), '*\n');
    await writeWhole(`${file}.new`, '');
    await rm(`${file}.new`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new CredentialsError(`${folder} cannot be written to${code}; call setup in a folder of your own.`);
  }
}

/** Where the credentials that stood in the file before are kept. */
function previousFile(file: string): string {
  return file.replace(/\.json$/, '.previous.json');
}

/** Writes the credentials with mode 0600, wholly or not at all. Those that stood there are kept beside it. */
export async function writeCredentials(file: string, credentials: AppCredentials): Promise<void> {
  await writeWhole(`${file}.new`, printAppCredentials(credentials));
  const earlier = await readFile(file, 'utf8').catch(() => undefined);
  if (earlier !== undefined) await writeWhole(previousFile(file), earlier);
  await rename(`${file}.new`, file);
}

async function writeWhole(file: string, text: string): Promise<void> {
  await rm(file, { force: true });
  // `wx`: never through a link that somebody put there.
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
