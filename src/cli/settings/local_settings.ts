import { type ParsedSettings, parseSettings } from '../../core/settings/parse_settings.ts';
import type { SettingsFile } from '../../core/settings/settings_problem.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import { SETTINGS_FILE, settingsFileAt } from '../../local/settings_file.ts';
import { usageError } from '../cli_error.ts';
import { readUserSettings } from './user_settings.ts';

/** Where plans of this machine take their settings from, and what those come to. */
export type LocalSettings = ParsedSettings & {
  /** What each file holds; null: there is none. */
  readonly texts: { readonly user: string | null; readonly own: string | null };
  /** What to call each file. */
  readonly names: Readonly<Record<SettingsFile, string>>;
};

/**
 * The settings of a plan of this machine: the user's, and the repository's as committed where the run would begin. Those of an
 * organisation are known to the service alone.
 *
 * @param repository null: there is none
 * @param base the branch that the plan names; undefined: where HEAD stands
 * @throws CliError `settings_invalid` with every mistake, its file and line
 */
export async function localSettings(
  repository: LocalRepository | null,
  base: string | undefined,
): Promise<LocalSettings> {
  const [user, own] = await Promise.all([
    readUserSettings(),
    repository === null ? null : settingsFileAt(repository.path, base),
  ]);
  const texts = { user: user?.text ?? null, own };
  const names = { user: user?.file ?? '', organisation: '', repository: SETTINGS_FILE };
  const parsed = parseSettings({ ...texts, organisation: null });
  const { problems } = parsed;
  if (problems.length === 0) return { ...parsed, texts, names };
  const lines = problems.map(({ file, line, message, mend }) => `${names[file]}:${line}: ${message} ${mend}`);
  throw usageError('settings_invalid', lines.join('\n'), { problems });
}
