import { readFile } from 'node:fs/promises';
import { userSettingsFiles } from '../../config/home_folders.ts';
import { usageError } from '../cli_error.ts';

/** What a user has set for all repositories. */
export type UserSettings = { readonly file: string; readonly text: string };

/**
 * Reads the user's settings; null: there is no file.
 * @param files where it may lie; one of them at most
 * @throws CliError `settings_invalid` where there are several, or one cannot be read
 */
export async function readUserSettings(files = userSettingsFiles()): Promise<UserSettings | null> {
  const found = await Promise.all(files.map(readOne));
  const [settings = null, ...others] = found.filter((one) => one !== null);
  if (settings === null || others.length === 0) return settings;
  const names = [settings, ...others].map(({ file }) => file).join(' and ');
  throw usageError('settings_invalid', `There are ${names}, and only one of them can count; keep one.`);
}

async function readOne(file: string): Promise<UserSettings | null> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw usageError('settings_invalid', `${file} cannot be read (${code}); mend or remove it.`);
  }
}
