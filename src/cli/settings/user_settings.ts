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
  const text = await readText(file);
  if (text !== null && file.endsWith('.json')) requireJson(file, text);
  return text === null ? null : { file, text };
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw usageError('settings_invalid', `${file} cannot be read (${code}); mend or remove it.`);
  }
}

/** YAML takes JSON as it is, but of JSON that is broken it says what mends YAML. */
function requireJson(file: string, text: string): void {
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') return;
  try {
    JSON.parse(json);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const at = /at position (\d+)/.exec(said)?.[1];
    // What is missing at the end is told of the last line that says something.
    const end = json.trimEnd().length;
    const line = json.slice(0, at === undefined ? end : Math.min(Number(at), end)).split('\n').length;
    const message = `JSON cannot read this: ${said.replace(/ in JSON at position.*$/s, '')}.`;
    const mend = 'Look at the brackets, quotes and commas there and in the line before.';
    throw usageError('settings_invalid', `${file}:${line}: ${message} ${mend}`, {
      problems: [{ file: 'user', line, message, mend }],
    });
  }
}
